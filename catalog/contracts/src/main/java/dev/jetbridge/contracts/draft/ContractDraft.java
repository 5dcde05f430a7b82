package dev.jetbridge.contracts.draft;

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
   * @throws JetbridgeException CONTRACT when the file is not a table with a header or JSON lines,
   *     with the reason; CONFIG when there is no such file
   */
  public static ContractDraft of(Path file, Optional<ProductId> named) {
    SampleFile sample = new SampleFile(file);
    FileProfile profile = FileProfile.of(sample, Optional.empty());
    ProductId id = named.orElseGet(() -> id(profile.fileName()));
    Text text = new Text(profile, id, Map.of());
    String yaml = text.yaml();
    Contract contract = check(yaml, file);
    long quarantined = 0;
    if (text.hasOptions()) {
      FileProfile held = FileProfile.of(sample, Optional.of(contract));
      text = new Text(profile, id, held.odd());
      yaml = text.yaml();
      check(yaml, file);
      quarantined = held.quarantined();
    }
    long broken =
        profile.broken() + profile.brokenQuotes().count() + profile.repeatedHeaders().count();
    return new ContractDraft(id, yaml, profile.records(), broken, quarantined, text.warnings());
  }

  private static ProductId id(String file) {
    String stem = file.replaceFirst("(?i)(\\.(csv|txt|tsv|json|jsonl|ndjson|dat))?(\\.gz)?$", "");
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
    private final FileProfile file;
    private final ProductId id;
    private final Map<String, String> names;
    private final Map<String, TypeGuess> types = new LinkedHashMap<>();
    private final Keys keys;
    private final Map<String, OddRecords> odd;
    private final List<String> lines = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Text(FileProfile file, ProductId id, Map<String, OddRecords> odd) {
      this.file = file;
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
      OddRecords quotes = file.brokenQuotes();
      if (quotes.count() > 0) {
        warn(
            quotes.numbers()
                + (quotes.count() == 1 ? " breaks its quotes" : " break their quotes")
                + ": with text behind a closing quote it will be quarantined, with a quote that is"
                + " never closed ingestion refuses the file");
      }
      OddRecords headers = file.repeatedHeaders();
      if (headers.count() > 0) {
        warn(
            headers.numbers()
                + (headers.count() == 1 ? " is" : " are")
                + " the header once more, and will be quarantined");
      }
      file.recordAsHeader()
          .ifPresent(
              reason ->
                  warn(
                      "line %d is a record like the others (%s), so there is no header and columns"
                          + " go by their place; if it is one, drop header: false and write its"
                          + " names",
                      file.dialect().skipLines() + 1, reason));
      file.byPlace()
          .ifPresent(
              reason ->
                  warn(
                      "%s in the header, so columns go by their place and the header is passed"
                          + " over; a file with another order of columns would not be noticed",
                      reason));
      if (names.containsKey("")) {
        warn(
            "column %d has no name in the header; it is %s here",
            List.copyOf(names.keySet()).indexOf("") + 1, names.get(""));
      }
      if (file.broken() > 0) {
        warn(
            "%s more %s, the first at line %s: they will be quarantined.",
            count(file.broken()), file.brokenHow(), count(file.firstBroken()));
      }
      add(
          "# Types, keys and rules hold for this file; whether they hold for the next one is yours"
              + " to say.");
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
      Dialect dialect = file.dialect();
      add("servers:");
      add("  - server: sample");
      add("    type: local");
      add("    # the part after the last / is a glob; widen it to the names that the sender uses");
      add("    path: %s", YamlText.scalar("./" + glob(file.fileName())));
      add("    format: %s", dialect.csv() ? "csv" : "json");
      if (dialect.csv() && dialect.delimiter() != ',') {
        add("    customProperties:");
        add(
            "      - {property: delimiter, value: %s}",
            YamlText.scalar(String.valueOf(dialect.delimiter())));
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
        add("    # no column, and no two of the first ones, tell all records apart");
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
      Dialect dialect = file.dialect();
      add("customProperties:");
      add("  - {property: productKind, value: source-aligned}");
      if (!keys.key().isEmpty()) {
        add("  - {property: orderColumn, value: %s}", names.get(keys.order().orElseThrow()));
      }
      if (!dialect.encoding().equals("UTF-8")) {
        add("  # %s", dialect.note());
        add("  - {property: encoding, value: %s}", YamlText.scalar(dialect.encoding()));
      }
      if (dialect.csv()) {
        head(dialect);
        quotes(dialect);
      }
      if (file.trimBlanks()) {
        add("  # values begin with a blank after the delimiter");
        add("  - {property: trimBlanks, value: true}");
      }
    }

    private void head(Dialect dialect) {
      if (file.linesAbove() > 0) {
        add("  - {property: skipLines, value: %d}", file.linesAbove());
      }
      if (!dialect.header() || file.byPlace().isPresent()) {
        add("  - {property: header, value: false}");
      }
      if (file.normalisedNames()) {
        add("  # names in the header hold blanks or characters that the eye does not see");
        add("  - {property: headerNames, value: normalised}");
      }
      if (file.trailingEmpty()) {
        add("  # records end with a delimiter too many");
        add("  - {property: trailingEmptyColumn, value: true}");
      }
    }

    private void quotes(Dialect dialect) {
      if (dialect.quote() == Dialect.NO_QUOTE) {
        add("  # quotes stand within values, none around them: a character that no value has");
      }
      if (dialect.quote() != '"') {
        add("  - {property: quote, value: %s}", YamlText.scalar(String.valueOf(dialect.quote())));
      }
      if (dialect.escape() != dialect.quote()) {
        add("  - {property: escape, value: %s}", YamlText.scalar(String.valueOf(dialect.escape())));
      }
    }

    private void add(String line, Object... values) {
      lines.add(values.length == 0 ? line : String.format(Locale.ROOT, line, values));
    }

    private static String count(long number) {
      return String.format(Locale.ROOT, "%,d", number);
    }
  }
}
