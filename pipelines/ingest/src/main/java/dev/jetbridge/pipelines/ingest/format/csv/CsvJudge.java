package dev.jetbridge.pipelines.ingest.format.csv;

import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.ingest.format.FileFault;
import dev.jetbridge.pipelines.ingest.format.FileJudge;
import dev.jetbridge.pipelines.ingest.format.SourceColumns;
import dev.jetbridge.pipelines.ingest.format.text.ByteScan;
import dev.jetbridge.pipelines.ingest.format.text.Margins;
import dev.jetbridge.pipelines.ingest.format.text.RecordCuts;
import dev.jetbridge.pipelines.ingest.format.text.RecordListener;
import dev.jetbridge.pipelines.ingest.format.text.RecordSample;
import dev.jetbridge.pipelines.landing.LandedFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Judges a CSV file: its quotes close, it has the header of the contract and a true trailer. */
final class CsvJudge implements FileJudge, RecordListener {
  /** What is kept of the beginning; a header may be longer, up to the limit. */
  private static final int HEAD = 1 << 16;

  private static final int HEAD_LIMIT = 1 << 20;

  private final CsvLayout layout;
  private final SourceColumns columns;
  private final CsvEnds ends;
  private final ByteScan scan;
  private final RecordCuts cuts;
  private final Margins margins;
  private long firstRecordEnd = -1;

  CsvJudge(CsvLayout layout, SourceColumns columns) {
    this.layout = layout;
    this.columns = columns;
    this.ends = layout.ends();
    this.scan = new ByteScan(layout, ends, this);
    this.cuts = new RecordCuts(layout, RecordCuts.PIECE);
    this.margins = new Margins(() -> firstRecordEnd < 0 && layout.header() ? HEAD_LIMIT : HEAD);
  }

  @Override
  public void read(InputStream bytes, byte[] buffer) throws IOException, FileFault {
    scan.scan(margins.of(bytes), buffer);
  }

  @Override
  public void ended(byte[] bytes, int from, int to, long end, boolean blank) {
    if (firstRecordEnd < 0 && !blank) {
      firstRecordEnd = end;
    }
    cuts.ended(bytes, from, to, end, blank);
  }

  @Override
  public FileCheck check(LandedFile file) throws FileFault {
    boolean trailer = layout.trailer() != null;
    long records = scan.records() - (layout.header() ? 1 : 0) - (trailer ? 1 : 0);
    if (trailer && records < 0) {
      judgeTrailer(records);
    }
    // A header of something else makes any count wrong, so it is the reason that tells.
    CsvHead head = head();
    List<String> warnings = head.judge();
    if (trailer) {
      judgeTrailer(records);
    }
    // Spark's own reader takes the first line for the header, and passes over what none would see.
    boolean unlikeSpark = ends.unlikeSpark() || layout.skipLines() > 0 || scan.anyUnseen();
    return FileCheck.passed(
        file,
        records,
        new FileCheck.Columns(head.names(), head.written()),
        unlikeSpark,
        scan.longest(),
        warnings,
        cuts.all());
  }

  private CsvHead head() throws FileFault {
    byte[] head = margins.head();
    int start = (int) Math.min(scan.skipped(), head.length);
    long line = 1L + layout.skipLines();
    if (!layout.header()) {
      return new CsvHead(layout, columns, "", line, sample(start));
    }
    if (firstRecordEnd < 0) {
      throw new FileFault(
          "header: the file is empty"
              + (layout.skipLines() > 0 ? " after the lines to skip" : "")
              + ", a header was expected",
          "line " + line);
    }
    if (firstRecordEnd > head.length) {
      throw new FileFault("header: longer than " + HEAD_LIMIT + " bytes", "line " + line);
    }
    int end = (int) firstRecordEnd;
    // Blank lines above the header are no record.
    int lineEnd = start;
    while (lineEnd < end) {
      if (head[lineEnd] == '\n') {
        if (!layout.isBlank(head, start, lineEnd)) {
          break;
        }
        start = lineEnd + 1;
        line++;
      }
      lineEnd++;
    }
    String record = new String(head, start, end - start, layout.charset()).replaceAll("\r?\n$", "");
    return new CsvHead(layout, columns, record, line, sample(end));
  }

  private List<String> sample(int from) {
    return RecordSample.of(margins.head(), from, margins.isWhole(), layout);
  }

  private void judgeTrailer(long counted) throws FileFault {
    layout.trailer().judge(layout.fields(lastRecord()), counted, ends.trailers());
  }

  /** The last line that is not blank. */
  private String lastRecord() {
    byte[] tail = margins.tail();
    int end = tail.length;
    while (true) {
      int start = end;
      while (start > 0 && tail[start - 1] != '\n') {
        start--;
      }
      if (start == 0 || !layout.isBlank(tail, start, end)) {
        int length = end - start - (end > start && tail[end - 1] == '\r' ? 1 : 0);
        return new String(tail, start, length, layout.charset());
      }
      end = start - 1;
    }
  }
}
