package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.contracts.JsonScan;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.storage.Storage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipException;

/**
 * Judges the bytes of one file before any row of it is read: that it is what landing says, inflates
 * within the limit, is in its encoding, closes its quotes, has the header of the contract and a
 * trailer that tells the truth. A file with a fault is refused whole, with the place.
 */
final class BytePass {
  private static final int LARGEST_BUFFER = 1 << 20;
  private static final int SMALLEST_BUFFER = 1 << 13;
  private static final int TAIL = 1 << 12;

  /** A gzip file may inflate to this many times its size, or to MINIMUM_LIMIT if that is more. */
  static final int EXPANSION_LIMIT = 200;

  static final long MINIMUM_LIMIT = 1L << 28;

  private static final Pattern COUNT = Pattern.compile("\\s*\\d{1,18}\\s*");

  /** What is kept of the beginning; a header may be longer, up to the limit. */
  private static final int HEAD = 1 << 16;

  private static final int HEAD_LIMIT = 1 << 20;

  private final FileLayout layout;
  private final SourceColumns columns;
  private final JsonFields fields;
  private final RecordCuts cuts;
  private byte[] head = new byte[0];
  private byte[] tail = new byte[0];
  private long seen;
  private long firstRecordEnd = -1;

  private BytePass(FileLayout layout, SourceColumns columns) {
    this.layout = layout;
    this.columns = columns;
    this.fields = layout.csv() ? null : new JsonFields(layout.charset(), columns.columns().size());
    this.cuts = new RecordCuts(layout, RecordCuts.PIECE);
  }

  static FileCheck check(LandedFile file, FileLayout layout, SourceColumns columns) {
    return new BytePass(layout, columns).check(file);
  }

  private FileCheck check(LandedFile file) {
    ByteScan scan =
        new ByteScan(
            layout,
            end -> {
              if (firstRecordEnd < 0) {
                firstRecordEnd = end;
              }
              cuts.accept(end);
            });
    try {
      PromiseCheck promise = new PromiseCheck(file);
      promise.beforeReading();
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      MessageDigest content =
          layout.knowsContent() && isGzip(file) ? MessageDigest.getInstance("SHA-256") : null;
      try (InputStream raw =
          promise.watched(new DigestInputStream(Storage.open(file.path()), digest))) {
        InputStream inflated = inflated(raw, file);
        scan.scan(
            new Watched(content == null ? inflated : new DigestInputStream(inflated, content)),
            new byte[buffer(file)]);
        raw.transferTo(OutputStream.nullOutputStream());
      }
      if (!HexFormat.of().formatHex(digest.digest()).equals(file.hash())) {
        throw new ByteScan.Fault("changed: its content is no longer what was landed", "whole file");
      }
      promise.afterReading();
      FileCheck check = judge(file, scan);
      promise.countedRecords(check.records());
      return content == null ? check : check.holding(HexFormat.of().formatHex(content.digest()));
    } catch (ByteScan.Fault e) {
      // A record that is too long may be all there are, in one array.
      ByteScan.Fault told =
          (scan.overlong() ? document() : Optional.<ByteScan.Fault>empty()).orElse(e);
      return FileCheck.refused(file, told.getMessage(), told.place());
    } catch (EOFException e) {
      return refused(file, "truncated: the compressed data ends too early");
    } catch (ZipException e) {
      return refused(file, "gzip: " + e.getMessage());
    } catch (java.nio.file.NoSuchFileException e) {
      return refused(file, "missing: the file is no longer in landing");
    } catch (java.nio.file.AccessDeniedException e) {
      return refused(file, "permission: the file may not be read");
    } catch (IOException e) {
      return refused(file, "unreadable: " + e.getClass().getSimpleName());
    } catch (RuntimeException | StackOverflowError e) {
      // A parser that gives up on one file says nothing about the others.
      return refused(
          file,
          "unreadable: its judgement ends with "
              + e.getClass().getSimpleName()
              + "; please report it, with the contract");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no SHA-256 in this Java", e);
    }
  }

  private static FileCheck refused(LandedFile file, String reason) {
    return FileCheck.refused(file, reason, "whole file");
  }

  /** Landing may hold many thousands of small files: each gets what it needs. */
  private static int buffer(LandedFile file) {
    return (int) Math.max(SMALLEST_BUFFER, Math.min(LARGEST_BUFFER, 4 * file.bytes()));
  }

  private static boolean isGzip(LandedFile file) {
    return file.path().endsWith(".gz");
  }

  private static InputStream inflated(InputStream raw, LandedFile file) throws IOException {
    if (!isGzip(file)) {
      return raw;
    }
    if (file.bytes() == 0) {
      throw new ZipException("an empty file is not gzip");
    }
    return new LimitedInputStream(
        new GzipContent(raw, buffer(file) / 4),
        Math.max(MINIMUM_LIMIT, file.bytes() * EXPANSION_LIMIT));
  }

  private FileCheck judge(LandedFile file, ByteScan scan) throws ByteScan.Fault {
    long records = scan.records();
    if (!layout.csv()) {
      Optional<ByteScan.Fault> document = document();
      if (document.isPresent()) {
        throw document.get();
      }
      List<String> warnings = judgeFields();
      return FileCheck.passed(file, records, captured(), List.of(), scan, warnings, cuts(file));
    }
    boolean trailer = layout.trailerMarker() != null;
    int around = (layout.header() ? 1 : 0) + (trailer ? 1 : 0);
    if (trailer && records < around) {
      judgeTrailer(records - around, scan);
    }
    // A header of something else makes any count wrong, so it is the reason that tells.
    CsvHead csv = csvHead(scan);
    List<String> warnings = csv.judge();
    if (trailer) {
      judgeTrailer(records - around, scan);
    }
    return FileCheck.passed(
        file, records - around, csv.names(), csv.written(), scan, warnings, cuts(file));
  }

  /** What is compressed can be read from its beginning only. */
  private List<FileCheck.Cut> cuts(LandedFile file) {
    return isGzip(file) ? List.of() : cuts.all();
  }

  private CsvHead csvHead(ByteScan scan) throws ByteScan.Fault {
    int start = (int) Math.min(scan.skipped(), head.length);
    long line = 1L + layout.skipLines();
    if (!layout.header()) {
      return new CsvHead(layout, columns, "", line, sample(start));
    }
    if (firstRecordEnd < 0) {
      throw new ByteScan.Fault(
          "header: the file is empty"
              + (layout.skipLines() > 0 ? " behind the lines to skip" : "")
              + ", a header was expected",
          "line " + line);
    }
    if (firstRecordEnd > head.length) {
      throw new ByteScan.Fault("header: longer than " + HEAD_LIMIT + " bytes", "line " + line);
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
    String record = text(start, end).replaceAll("\r?\n$", "");
    return new CsvHead(layout, columns, record, line, sample(end));
  }

  private List<String> sample(int from) {
    return HeadSample.csv(head, from, seen == head.length, layout);
  }

  private String text(int from, int to) {
    return new String(head, from, to - from, layout.charset());
  }

  /** Why the file is no lines of JSON at all but one text; empty when it is not. */
  private Optional<ByteScan.Fault> document() {
    if (layout.csv()) {
      return Optional.empty();
    }
    int start = JsonFields.marked(head, 0, head.length) ? 3 : 0;
    long line = 1;
    while (start < head.length && head[start] <= ' ' && head[start] > 0) {
      line += head[start++] == '\n' ? 1 : 0;
    }
    String what =
        switch (new JsonScan().document(head, start, head.length, seen == head.length)) {
          case ARRAY ->
              "one JSON array; expected one JSON object a line, as jq -c '.[]' writes them";
          case OBJECT ->
              "one JSON document over several lines; expected one JSON object a line, as jq -c ."
                  + " writes them";
          case NONE -> null;
        };
    return what == null
        ? Optional.empty()
        : Optional.of(new ByteScan.Fault("json: the file is " + what, "line " + line));
  }

  private List<String> judgeFields() throws ByteScan.Fault {
    fields.finish();
    if (fields.overflows()) {
      throw new ByteScan.Fault(
          "header: more than "
              + fields.limit()
              + " different fields, or a name of more than "
              + JsonNames.LONGEST
              + " bytes; objects whose fields are values cannot be read",
          "whole file");
    }
    if (fields.objects() == 0) {
      // Broken records are rejected rows, not a refused file.
      return List.of();
    }
    List<String> names = fields.names().stream().map(columns.meaning()).distinct().toList();
    recognise(names, columns.names());
    return new HeaderCheck(
            columns, "field", name -> HeadSample.json(HeadSample.lines(text(0, head.length)), name))
        .judge(names, fields.place(columns));
  }

  /** Objects that share less than half of their names with the contract are something else. */
  private static void recognise(List<String> names, List<String> columns) throws ByteScan.Fault {
    Set<String> found = names.stream().map(NameDifference::key).collect(Collectors.toSet());
    long known = columns.stream().map(NameDifference::key).filter(found::contains).count();
    if (2 * known < Math.min(names.size(), columns.size())) {
      throw new ByteScan.Fault(
          "header: "
              + names.size()
              + " fields, of which "
              + known
              + " are among the "
              + columns.size()
              + " of the contract; what they are called may be personal and is not told",
          "line 1");
    }
  }

  private List<String> captured() {
    return columns.captures() ? fields.beyond(columns) : List.of();
  }

  private void judgeTrailer(long counted, ByteScan scan) throws ByteScan.Fault {
    String last = lastRecord();
    String[] fields = HeadSample.fields(layout, last);
    if (fields.length == 0 || !layout.trailerMarker().equals(fields[0])) {
      throw new ByteScan.Fault(
          "trailer: the last record does not begin with " + layout.trailerMarker(), "last line");
    }
    if (scan.trailers() != 1) {
      throw new ByteScan.Fault(
          "trailer: "
              + scan.trailers()
              + " records begin with "
              + layout.trailerMarker()
              + ", only the last one may",
          "line " + scan.firstTrailerLine());
    }
    if (counted < 0) {
      throw new ByteScan.Fault("header: the file has a trailer only", "line 1");
    }
    String stated =
        fields.length < layout.trailerField() ? null : fields[layout.trailerField() - 1];
    if (stated == null || !COUNT.matcher(stated).matches()) {
      throw new ByteScan.Fault("trailer: no count in field " + layout.trailerField(), "last line");
    }
    if (Long.parseLong(stated.strip()) != counted) {
      throw new ByteScan.Fault(
          "trailer: the file has "
              + counted
              + " records, its trailer states "
              + Long.parseLong(stated.strip()),
          "last line");
    }
  }

  /** The last line that is not blank. */
  private String lastRecord() {
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

  /** Keeps the first and the last bytes that go by. */
  private final class Watched extends InputStream {
    private final InputStream in;
    private IOException fault;

    Watched(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      throw new IOException("read by the buffer only");
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int count = fill(bytes, from, length);
      if (count > 0) {
        seen += count;
        keepHead(bytes, from, count);
        keepTail(bytes, from, count);
        if (fields != null) {
          fields.accept(bytes, from, count);
        }
      }
      return count == 0 ? -1 : count;
    }

    /**
     * As many bytes as there are; what precedes a fault is looked at before the fault is reported.
     */
    private int fill(byte[] bytes, int from, int length) throws IOException {
      if (fault != null) {
        throw fault;
      }
      int count = 0;
      try {
        int read = 0;
        while (count < length && (read = in.read(bytes, from + count, length - count)) > 0) {
          count += read;
        }
      } catch (EOFException | ZipException e) {
        fault = e;
        if (count == 0) {
          throw e;
        }
      }
      return count;
    }

    private void keepHead(byte[] bytes, int from, int count) {
      int limit = firstRecordEnd < 0 && layout.header() ? HEAD_LIMIT : HEAD;
      int more = Math.min(count, limit - head.length);
      if (more > 0) {
        int kept = head.length;
        head = Arrays.copyOf(head, kept + more);
        System.arraycopy(bytes, from, head, kept, more);
      }
    }

    private void keepTail(byte[] bytes, int from, int count) {
      int keep = Math.min(TAIL, tail.length + count);
      byte[] next = new byte[keep];
      int fresh = Math.min(keep, count);
      System.arraycopy(bytes, from + count - fresh, next, keep - fresh, fresh);
      System.arraycopy(tail, tail.length - (keep - fresh), next, 0, keep - fresh);
      tail = next;
    }
  }
}
