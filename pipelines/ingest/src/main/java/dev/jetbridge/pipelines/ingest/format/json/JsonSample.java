package dev.jetbridge.pipelines.ingest.format.json;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JsonScan;
import dev.jetbridge.pipelines.ingest.draft.FileProfile;
import dev.jetbridge.pipelines.ingest.draft.Sample;
import dev.jetbridge.pipelines.ingest.draft.SampleFile;
import dev.jetbridge.pipelines.ingest.format.text.SampleEncoding;
import dev.jetbridge.pipelines.ingest.format.text.SampleRecords;
import dev.jetbridge.pipelines.ingest.format.text.SampleText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sample of JSON lines, read record by record in bounded memory. */
final class JsonSample implements Sample {
  private final SampleFile file;
  private final String encoding;
  private final String note;
  private final FileProfile profile;
  private final JsonScan scan = new JsonScan();
  private int widest;
  private boolean tooDeep;

  private JsonSample(SampleFile file, SampleEncoding encoding, Optional<Contract> product) {
    this.file = file;
    this.encoding = encoding.name(file, product.flatMap(Contract::source));
    this.note = encoding.note();
    this.profile = new FileProfile(file, product);
  }

  /** Empty for a file that begins like no JSON. */
  static Optional<Sample> of(SampleFile file, SampleText text, Optional<Contract> product) {
    if (text.first() == '[') {
      throw file.refused("it is a JSON array; write one object per line, as jq -c '.[]' does");
    }
    if (text.first() != '{') {
      return Optional.empty();
    }
    refuseOneDocument(file, text);
    SampleEncoding encoding = new SampleEncoding();
    file.forEachPiece(encoding::accept);
    JsonSample sample = new JsonSample(file, encoding, product);
    sample.read();
    sample.profile.refuseBroken(sample.brokenHow());
    sample.profile.refuseEmpty();
    return Optional.of(sample);
  }

  /** An object of which the first line is the beginning only: no record of it is one line. */
  private static void refuseOneDocument(SampleFile file, SampleText text) {
    List<String> lines = text.text().lines().filter(line -> !line.isBlank()).limit(2).toList();
    String first = lines.get(0);
    if (lines.size() > 1 && (first.endsWith("{") || first.endsWith("["))) {
      throw file.refused(
          "it is one JSON document over several lines; write one object per line, as jq -c . does");
    }
  }

  private void read() {
    try (SampleRecords all = new SampleRecords(file, new JsonLayout(encoding))) {
      String record;
      while ((record = all.next()) != null) {
        profile.begin();
        Optional<Map<String, Field>> object = object(record);
        if (object.isEmpty()) {
          profile.breakAt(all.line());
          continue;
        }
        widest = Math.max(widest, object.get().size());
        object.get().forEach(this::add);
        profile.end();
      }
    }
    profile.refuseMaps(widest);
    profile.fillEmpty();
    profile.refuseEqualNames();
  }

  private void add(String name, Field field) {
    if (field.nested()) {
      profile.nest(name);
    }
    profile.add(profile.column(name), field.text());
  }

  /** A value; nested when it is an object or a list. */
  private record Field(String text, boolean nested) {}

  /**
   * The fields of an object as text, nested ones as JSON; null for a null. Empty when the line is
   * not one object, which ingestion would take.
   */
  private Optional<Map<String, Field>> object(String record) {
    byte[] in = record.getBytes(StandardCharsets.UTF_8);
    if (!scan.object(in, 0, in.length) || scan.half()) {
      tooDeep |= scan.tooDeep();
      return Optional.empty();
    }
    Map<String, Field> fields = new LinkedHashMap<>();
    for (int i = 0; i < scan.count(); i++) {
      String text = scan.isNull(i) ? null : scan.text(in, i);
      Field field = new Field(text, text != null && !scan.isScalar(i));
      if (fields.putIfAbsent(scan.name(in, i), field) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(fields);
  }

  @Override
  public FileProfile profile() {
    return profile;
  }

  @Override
  public String format() {
    return JsonFormat.WORD;
  }

  @Override
  public String encoding() {
    return encoding;
  }

  @Override
  public String encodingNote() {
    return note;
  }

  @Override
  public String brokenHow() {
    return "are no JSON object" + (tooDeep ? ", or are " + JsonScan.TOO_DEEP : "");
  }
}
