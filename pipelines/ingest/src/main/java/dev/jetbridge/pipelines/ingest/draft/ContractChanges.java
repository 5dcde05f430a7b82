package dev.jetbridge.pipelines.ingest.draft;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.SourceFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;

/**
 * What a drifted file asks of the contract of its product: proposals to read and to enter by hand;
 * the contract is left as it is.
 *
 * @param records how many records of the file were looked at
 * @param proposals none when the file is as the contract says
 */
public record ContractChanges(long records, List<Proposal> proposals) {
  public ContractChanges {
    proposals = List.copyOf(proposals);
  }

  /**
   * One change.
   *
   * @param reason what is different in the file, without a value of it
   * @param snippet lines of the contract as they would be; empty when it is not the contract that
   *     should change
   */
  public record Proposal(String reason, List<String> snippet) {
    public Proposal {
      snippet = List.copyOf(snippet);
    }
  }

  /**
   * Compares a file with the contract of its product.
   *
   * @param reader knows the formats that a file may be in
   * @throws JetbridgeException CONTRACT when the file cannot be read as a table; CONFIG when there
   *     is no such file or the product has no files
   */
  public static ContractChanges of(Path file, Contract product, Sample.Reader reader) {
    if (!product.isSource()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot compare "
              + file
              + " with "
              + product.id()
              + ": it is "
              + product.kind().label()
              + " and has no files");
    }
    Sample sample = reader.read(new SampleFile(file), Optional.of(product));
    return new ContractChanges(
        sample.profile().records(), new Comparison(sample, product).proposals());
  }

  /** The steps of a comparison. */
  private static final class Comparison {
    private final Sample sample;
    private final FileProfile file;
    private final Contract contract;
    private final TypeChoice.FileHints hints;
    private final Map<String, ColumnProfile> found = new LinkedHashMap<>();
    private final Map<String, Column> missing = new LinkedHashMap<>();
    private final List<Proposal> proposals = new ArrayList<>();

    Comparison(Sample sample, Contract contract) {
      this.sample = sample;
      this.file = sample.profile();
      this.contract = contract;
      this.hints = file.hints();
      file.columns().forEach(c -> found.put(c.name(), c));
      contract.fileColumns().stream()
          .filter(c -> !found.containsKey(c.sourceName()))
          .forEach(c -> missing.put(c.sourceName(), c));
    }

    List<Proposal> proposals() {
      compareFormat();
      List<ColumnProfile> added =
          found.values().stream().filter(c -> file.check(c.name()) == null).toList();
      added.forEach(this::compareAdded);
      missing.values().forEach(this::compareMissing);
      found.values().stream()
          .filter(c -> file.check(c.name()) != null)
          .forEach(c -> compareValues(c, file.check(c.name())));
      return proposals;
    }

    private void compareFormat() {
      SourceFormat known = contract.source().orElseThrow();
      if (!sample.format().equals(known.format())) {
        propose(
            "the file is " + sample.format() + ", the contract says " + known.format(),
            "format: " + sample.format());
        return;
      }
      // UTF-8 is what a file is called that any charset of a contract reads alike.
      boolean plain = sample.encoding().equals("UTF-8");
      if (!plain && !sample.encoding().equalsIgnoreCase(known.encoding())) {
        propose(
            "the encoding is not " + known.encoding(),
            "- {property: encoding, value: " + YamlText.scalar(sample.encoding()) + "}");
      }
      proposals.addAll(sample.changes(known));
    }

    private void compareAdded(ColumnProfile added) {
      Optional<Column> renamed = renamed(added);
      if (renamed.isPresent()) {
        missing.remove(renamed.get().sourceName());
        propose(
            "column "
                + added.name()
                + " may be "
                + renamed.get().sourceName()
                + " renamed; if all files of the sender are like this one from now on",
            "- name: " + renamed.get().name(),
            "  customProperties:",
            "    - {property: sourceColumn, value: " + YamlText.scalar(added.name()) + "}");
        return;
      }
      List<String> names = new ArrayList<>(contract.columns().stream().map(Column::name).toList());
      names.add(added.name());
      Map<String, String> columns = ColumnNames.of(names);
      TypeGuess type = added.type(columns.get(added.name()), hints);
      List<String> lines =
          new ArrayList<>(
              new ColumnDraft(
                      added,
                      columns.get(added.name()),
                      type,
                      names,
                      file.isNested(added),
                      new OddRecords())
                  .lines(0));
      // Rows that are published already have none.
      lines.remove("  required: true");
      proposals.add(new Proposal("column " + added.name() + " is new, " + type.inWords(), lines));
    }

    private Optional<Column> renamed(ColumnProfile added) {
      Map<String, Column> byFolded = new HashMap<>();
      missing.values().forEach(c -> byFolded.put(ColumnNames.folded(c.sourceName()), c));
      String name = ColumnNames.folded(added.name());
      if (byFolded.containsKey(name)) {
        return Optional.of(byFolded.get(name));
      }
      Optional<Column> near =
          NearestName.of(name, new TreeSet<>(byFolded.keySet()))
              .filter(n -> Math.min(n.length(), name.length()) > 3)
              .map(byFolded::get);
      if (near.isPresent()) {
        return near;
      }
      TypeGuess type = added.type(ColumnNames.folded(added.name()), hints);
      List<Column> alike =
          missing.values().stream()
              .filter(c -> c.type().equals(type.type()) && c.format().equals(type.format()))
              .filter(c -> !type.logicalType().equals("string") || fitsPattern(c, added))
              .toList();
      return alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty();
    }

    private static boolean fitsPattern(Column column, ColumnProfile added) {
      return column.constraints().pattern().isPresent()
          && column.constraints().pattern().equals(added.pattern(true));
    }

    private void compareMissing(Column column) {
      boolean needed =
          column.required()
              || contract
                  .change()
                  .deleteMarker()
                  .filter(m -> m.column().equals(column.name()))
                  .isPresent();
      if (needed) {
        proposals.add(
            new Proposal(
                "column "
                    + column.sourceName()
                    + " is missing and needed: ask the sender for it; only a column that is"
                    + " neither key, order nor delete marker can become optional",
                List.of()));
      }
    }

    private void compareValues(ColumnProfile profile, ColumnCheck check) {
      Column column = check.column();
      String where = " of " + (profile.values() + profile.empty()) + " records";
      if (check.untyped() > 0) {
        compareType(profile, check);
      }
      if (check.missing() > 0 && !column.isKey()) {
        propose(
            "column " + profile.name() + " is empty in " + check.missing() + where,
            "- name: " + column.name(),
            "  required: false");
      }
      if (check.unmatched() > 0) {
        Optional<String> pattern = profile.pattern(!column.isIdentifier());
        propose(
            "column "
                + profile.name()
                + " has values that do not match its pattern in "
                + check.unmatched()
                + where,
            "- name: " + column.name(),
            pattern
                .map(p -> "  logicalTypeOptions: {pattern: " + YamlText.scalar(p) + "}")
                .orElse("  # no single pattern: drop it, or change it"));
      }
      if (check.unknown() > 0) {
        compareValidValues(profile, check, where);
      }
    }

    private void compareValidValues(ColumnProfile profile, ColumnCheck check, String where) {
      Column column = check.column();
      TreeSet<String> all = new TreeSet<>(column.constraints().validValues());
      boolean listed = !column.isIdentifier() && !profile.valueSet().isEmpty();
      all.addAll(listed ? profile.valueSet() : List.of());
      propose(
          "column "
              + profile.name()
              + " has other values than its validValues in "
              + check.unknown()
              + where,
          "- name: " + column.name(),
          listed
              ? "  customProperties: [{property: validValues, value: " + YamlText.list(all) + "}]"
              : "  # too many, or those of persons: not listed here");
    }

    private void compareType(ColumnProfile profile, ColumnCheck check) {
      Column column = check.column();
      TypeGuess type = profile.type(column.name(), hints);
      List<String> snippet = new ArrayList<>();
      snippet.add("- name: " + column.name());
      snippet.add("  logicalType: " + type.logicalType());
      type.physicalType().ifPresent(p -> snippet.add("  physicalType: " + p));
      String options =
          java.util.stream.Stream.of(type.integerFormat(), type.format())
              .flatMap(Optional::stream)
              .map(f -> "format: " + YamlText.scalar(f))
              .collect(Collectors.joining(", "));
      if (!options.isEmpty()) {
        snippet.add("  logicalTypeOptions: {" + options + "}");
      }
      if (!type.properties().isEmpty()) {
        snippet.add("  customProperties:");
        type.properties().forEach(p -> snippet.add("    - " + p));
      }
      boolean sameType = column.type().equals(type.type());
      String consequence =
          sameType
              ? "written in another way"
              : widens(column.type(), type.type())
                  ? "a wider type, which the next run applies"
                  : "another type, which breaks what is published: a new column, or a new product";
      proposals.add(
          new Proposal(
              "column "
                  + profile.name()
                  + " is "
                  + type.inWords()
                  + " now, "
                  + check.untyped()
                  + " of "
                  + profile.values()
                  + " values are no "
                  + column.type().simpleString()
                  + column.format().map(f -> " " + f).orElse("")
                  + ": "
                  + consequence,
              snippet));
    }

    private static boolean widens(DataType from, DataType to) {
      return (from instanceof IntegerType && to instanceof LongType)
          || (from instanceof FloatType && to instanceof DoubleType)
          || (from instanceof DecimalType narrow
              && to instanceof DecimalType wide
              && narrow.scale() == wide.scale()
              && narrow.precision() < wide.precision());
    }

    private void propose(String reason, String... snippet) {
      proposals.add(new Proposal(reason, List.of(snippet)));
    }
  }
}
