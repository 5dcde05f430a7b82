package dev.jetbridge.pipelines.ingest.draft;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A contract drafted from a sample file. It holds for every record of the file but broken ones and
 * those with an odd value, both of which it names.
 *
 * @param yaml the contract, with comments that say what was inferred from what
 * @param records how many records it was inferred from
 * @param broken how many of the file are broken, so that they will be quarantined
 * @param quarantined how many have an odd value, so that they will be too
 * @param warnings what somebody should know before he uses it, a sentence each, without a value
 */
public record ContractDraft(
    ProductId id, String yaml, long records, long broken, long quarantined, List<String> warnings) {
  public ContractDraft {
    warnings = List.copyOf(warnings);
  }

  /** The domain of a draft that nobody named. */
  private static final String DOMAIN = "draft";

  /** No product may have a longer one. */
  private static final int LONGEST_NAME = 100;

  /**
   * Drafts a contract.
   *
   * @param named the id; made from the name of the file when empty
   * @param reader knows the formats that a file may be in
   * @throws JetbridgeException CONTRACT when the file is not a table with a header or JSON lines,
   *     with the reason; CONFIG when there is no such file
   */
  public static ContractDraft of(Path file, Optional<ProductId> named, Sample.Reader reader) {
    SampleFile from = new SampleFile(file);
    Sample sample = reader.read(from, Optional.empty());
    ProductId id = named.orElseGet(() -> id(from.name()));
    Text text = new Text(sample, id, Map.of());
    String yaml = text.yaml();
    Contract contract = check(yaml, file);
    long quarantined = 0;
    if (text.hasOptions()) {
      FileProfile held = reader.read(from, Optional.of(contract)).profile();
      text = new Text(sample, id, held.odd());
      yaml = text.yaml();
      check(yaml, file);
      quarantined = held.quarantined();
    }
    return new ContractDraft(
        id, yaml, sample.profile().records(), sample.broken(), quarantined, text.warnings());
  }

  private static ProductId id(String file) {
    String stem = file.replaceFirst("(\\.[A-Za-z]{1,8})?(\\.gz)?$", "");
    String name = ColumnNames.folded(stem);
    return new ProductId(
        DOMAIN,
        name.isEmpty() ? "product" : name.substring(0, Math.min(LONGEST_NAME, name.length())));
  }

  /** A draft with a fault would be one of the draft's making, not of the file's. */
  private static Contract check(String yaml, Path file) {
    try {
      return ContractLoader.parse(yaml, "the draft");
    } catch (JetbridgeException e) {
      throw new JetbridgeException(
          FailureKind.INTERNAL, "Cannot draft a contract from " + file + ": " + e.getMessage(), e);
    }
  }

  /** The lines of the document. */
  private static final class Text {
    private final Sample sample;
    private final FileProfile file;
    private final ProductId id;
    private final Map<String, String> names;
    private final Map<String, TypeGuess> types = new LinkedHashMap<>();
    private final Keys keys;
    private final Map<String, OddRecords> odd;
    private final List<String> lines = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Text(Sample sample, ProductId id, Map<String, OddRecords> odd) {
      this.sample = sample;
      this.file = sample.profile();
      this.id = id;
      this.odd = odd;
      this.names = ColumnNames.of(file.columns().stream().map(ColumnProfile::name).toList());
      TypeChoice.FileHints hints = file.hints();
      file.columns().forEach(c -> types.put(c.name(), c.type(names.get(c.name()), hints)));
      this.keys = Keys.of(file, names, types);
    }

    String yaml() {
      opening();
      server();
      columns();
      properties();
      return String.join("\n", lines) + "\n";
    }

    /** Whether a column may not take all its values, which is then counted. */
    boolean hasOptions() {
      return types.values().stream().anyMatch(t -> t.odd() > 0 || !t.properties().isEmpty());
    }

    List<String> warnings() {
      return warnings;
    }

    private void warn(String line, Object... values) {
      String warning = values.length == 0 ? line : String.format(Locale.ROOT, line, values);
      warnings.add(warning);
      lines.add("# " + warning);
    }

    private void opening() {
      add(
          "# Drafted from %s: every one of its %s records was looked at.",
          file.fileName(), count(file.records()));
      sample.warnings().forEach(this::warn);
      if (names.containsKey("")) {
        warn(
            "column %d has no name in the header; it is %s here",
            List.copyOf(names.keySet()).indexOf("") + 1, names.get(""));
      }
      if (file.broken() > 0) {
        warn(
            "%s more %s, the first at line %s: they will be quarantined.",
            count(file.broken()), sample.brokenHow(), count(file.firstBroken()));
      }
      add(
          "# Types, keys and rules hold for this file; whether they hold for the next one is"
              + " for you to say.");
      add("apiVersion: v3.1.0");
      add("kind: DataContract");
      add("id: %s", id);
      add("name: %s", YamlText.scalar(id.name()));
      add("domain: %s", YamlText.scalar(id.domain()));
      add("version: 0.1.0");
      add("status: draft");
      add("description:");
      add("  purpose: Drafted from a sample file; say what the product is for.");
    }

    private void server() {
      add("servers:");
      add("  - server: sample");
      add("    type: local");
      add("    # the part after the last / is a glob; widen it to the names that the sender uses");
      add("    path: %s", YamlText.scalar("./" + glob(file.fileName())));
      add("    format: %s", sample.format());
      if (!sample.ofServer().isEmpty()) {
        add("    customProperties:");
        sample.ofServer().forEach(line -> lines.add("      " + line));
      }
    }

    /** Characters that a glob reads otherwise become one that stands for any. */
    private static String glob(String name) {
      return name.replaceAll("[\\[\\]{}*?\\\\]", "?");
    }

    private void columns() {
      add("schema:");
      add("  - name: %s", YamlText.scalar(id.name()));
      add("    logicalType: object");
      add("    physicalType: table");
      keys();
      add("    properties:");
      List<String> header = List.copyOf(names.values());
      for (ColumnProfile column : file.columns()) {
        ColumnDraft draft =
            new ColumnDraft(
                column,
                names.get(column.name()),
                types.get(column.name()),
                header,
                file.isNested(column),
                odd.getOrDefault(column.name(), new OddRecords()));
        odd.getOrDefault(column.name(), new OddRecords())
            .words()
            .ifPresent(w -> warnings.add("column " + names.get(column.name()) + ": " + w));
        draft
            .lines(keys.key().indexOf(column.name()) + 1)
            .forEach(line -> lines.add("      " + line));
      }
    }

    private void keys() {
      if (keys.candidates().isEmpty()) {
        add("    # no column, and no two of the first ones, identify every record");
        return;
      }
      add(
          "    # candidate keys, unique and never empty: %s",
          keys.candidates().stream()
              .limit(5)
              .map(key -> key.stream().map(names::get).collect(Collectors.joining(" + ")))
              .collect(Collectors.joining(", ")));
      long looked =
          file.columns().stream()
              .filter(c -> keys.candidates().stream().anyMatch(k -> k.contains(c.name())))
              .mapToLong(c -> c.distinct().lookedAt())
              .max()
              .orElse(-1);
      if (looked >= 0) {
        add("    # uniqueness was looked at in the first %s records only", count(looked));
      }
      if (keys.key().isEmpty()) {
        add(
            "    # none is taken: no column says which of two records of a key is newer, so records"
                + " are appended");
      }
    }

    private void properties() {
      add("customProperties:");
      add("  - {property: productKind, value: source-aligned}");
      if (!keys.key().isEmpty()) {
        add("  - {property: orderColumn, value: %s}", names.get(keys.order().orElseThrow()));
      }
      if (!sample.encodingNote().isEmpty()) {
        add("  # %s", sample.encodingNote());
        add("  - {property: encoding, value: %s}", YamlText.scalar(sample.encoding()));
      }
      sample.properties().forEach(line -> lines.add("  " + line));
    }

    private void add(String line, Object... values) {
      lines.add(values.length == 0 ? line : String.format(Locale.ROOT, line, values));
    }

    private static String count(long number) {
      return String.format(Locale.ROOT, "%,d", number);
    }
  }
}
