package dev.jetbridge.pipelines.ingest.format.json;

import dev.jetbridge.contracts.JsonScan;
import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.ingest.format.FileFault;
import dev.jetbridge.pipelines.ingest.format.FileJudge;
import dev.jetbridge.pipelines.ingest.format.HeaderCheck;
import dev.jetbridge.pipelines.ingest.format.NameDifference;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Judges a file of JSON lines: it is no one document, and its fields are those of the contract. */
final class JsonJudge implements FileJudge, RecordListener {
  private static final int HEAD = 1 << 16;

  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final JsonLayout layout;
  private final SourceColumns columns;
  private final JsonFields fields;
  private final ByteScan scan;
  private final RecordCuts cuts;
  private final Margins margins = new Margins(() -> HEAD);

  JsonJudge(JsonLayout layout, SourceColumns columns) {
    this.layout = layout;
    this.columns = columns;
    this.fields = new JsonFields(layout.charset(), columns.columns().size());
    this.scan = new ByteScan(layout, this);
    this.cuts = new RecordCuts(layout, RecordCuts.PIECE);
  }

  @Override
  public void read(InputStream bytes, byte[] buffer) throws IOException, FileFault {
    scan.scan(margins.of(bytes), buffer);
  }

  @Override
  public void begun(byte[] bytes, int from, int to) {
    fields.begun(bytes, from, to);
  }

  @Override
  public void ended(byte[] bytes, int from, int to, long end, boolean blank) {
    fields.ended(bytes, from, to);
    cuts.ended(bytes, from, to, end, blank);
  }

  /** A record that is too long may be all there are, in one array. */
  @Override
  public FileFault cause(FileFault fault) {
    return scan.overlong() ? document().orElse(fault) : fault;
  }

  @Override
  public FileCheck check(LandedFile file) throws FileFault {
    Optional<FileFault> document = document();
    if (document.isPresent()) {
      throw document.get();
    }
    List<String> warnings = judgeFields();
    List<String> captured = columns.captures() ? fields.beyond(columns) : List.of();
    return FileCheck.passed(
        file,
        scan.records(),
        new FileCheck.Columns(captured, List.of()),
        false,
        scan.longest(),
        warnings,
        cuts.all());
  }

  /** Why the file is no lines of JSON at all but one text; empty when it is not. */
  private Optional<FileFault> document() {
    byte[] head = margins.head();
    int start = marked(head);
    long line = 1;
    while (start < head.length && head[start] <= ' ' && head[start] > 0) {
      line += head[start++] == '\n' ? 1 : 0;
    }
    String what =
        switch (new JsonScan().document(head, start, head.length, margins.isWhole())) {
          case ARRAY ->
              "one JSON array; expected one JSON object per line, as jq -c '.[]' writes them";
          case OBJECT ->
              "one JSON document over several lines; expected one JSON object per line, as jq -c ."
                  + " writes them";
          case NONE -> null;
        };
    return what == null
        ? Optional.empty()
        : Optional.of(new FileFault("json: the file is " + what, "line " + line));
  }

  /** Where the text begins, behind the mark of its encoding. */
  private static int marked(byte[] head) {
    boolean marked =
        head.length >= MARK.length
            && head[0] == MARK[0]
            && head[1] == MARK[1]
            && head[2] == MARK[2];
    return marked ? MARK.length : 0;
  }

  private List<String> judgeFields() throws FileFault {
    if (fields.overflows()) {
      throw new FileFault(
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
    return new HeaderCheck(columns, "field", name -> JsonReader.values(sample(), name))
        .judge(names, fields.place(columns));
  }

  private List<String> sample() {
    byte[] head = margins.head();
    return RecordSample.of(head, marked(head), margins.isWhole(), layout);
  }

  /** Objects that share less than half of their names with the contract are something else. */
  private static void recognise(List<String> names, List<String> columns) throws FileFault {
    Set<String> found = names.stream().map(NameDifference::key).collect(Collectors.toSet());
    long known = columns.stream().map(NameDifference::key).filter(found::contains).count();
    if (2 * known < Math.min(names.size(), columns.size())) {
      throw new FileFault(
          "header: "
              + names.size()
              + " fields, of which "
              + known
              + " are among the "
              + columns.size()
              + " of the contract; their names may be personal and are not shown",
          "line 1");
    }
  }
}
