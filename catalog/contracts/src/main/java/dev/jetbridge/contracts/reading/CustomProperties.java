package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.HeaderNames;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.ProductKind;
import dev.jetbridge.contracts.QualityRule;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.contracts.ValueFormat;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.Labels;
import dev.jetbridge.contracts.yaml.ObjectShape;
import dev.jetbridge.contracts.yaml.Shape;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a contract says in customProperties because ODCS has no word for it: one list of names a
 * level, documented in docs/contracts.md, others refused.
 */
public final class CustomProperties {
  /** Whose outputs are published together. */
  public static final String GROUP = "group";

  private static final Shape NAMES = Shape.listOf(Shape.TEXT);
  private static final Shape GROUP_NAME =
      Shape.matching(
          Pattern.compile("[a-z][a-z0-9_]*"), "lower case letters, digits and underscore");
  private static final Shape SUFFIX =
      Shape.matching(Pattern.compile("\\.[A-Za-z0-9._-]+"), "a dot and an ending, such as .ctl");
  static final Shape CHARACTER =
      (node, faults) -> {
        Shape.TEXT.check(node, faults);
        if (node.is(YamlNode.Kind.TEXT) && node.text().length() != 1) {
          faults.add(node, "must be one character, has " + node.text().length());
        } else if (node.is(YamlNode.Kind.TEXT) && node.text().charAt(0) > 127) {
          faults.add(node, "must be an ASCII character: files are split by bytes");
        }
      };

  /** Known names of the contract itself. */
  public static final Map<String, Shape> OF_CONTRACT =
      Map.ofEntries(
          Map.entry("productKind", Labels.shape(ProductKind.values(), ProductKind::label)),
          Map.entry("inputs", NAMES),
          Map.entry("transformation", Shape.TEXT),
          Map.entry("readsPrevious", Shape.BOOLEAN),
          Map.entry("parameters", Shape.OBJECT),
          Map.entry(GROUP, GROUP_NAME),
          Map.entry(JobReader.PROPERTY, JobReader.SHAPE),
          Map.entry(ChangeKeyReader.PROPERTY, ChangeKeyReader.SHAPE),
          Map.entry("changeTracking", Shape.BOOLEAN),
          Map.entry("writeMode", Labels.shape(WriteMode.values(), WriteMode::label)),
          Map.entry("orderColumn", Shape.TEXT),
          Map.entry(ChangeReader.HISTORY, Shape.BOOLEAN),
          Map.entry(
              "deleteMarker",
              new ObjectShape().required("column", Shape.TEXT).required("value", Shape.TEXT)),
          Map.entry(
              "driftPolicy",
              new ObjectShape()
                  .required(
                      "newColumns",
                      Labels.shape(
                          SourceFormat.NewColumns.values(), SourceFormat.NewColumns::label))
                  .optional("into", Shape.TEXT)),
          Map.entry(SourceReader.FORMAT_OPTIONS, Shape.OBJECT),
          Map.entry("trimBlanks", Shape.BOOLEAN),
          Map.entry(ValueReader.NULL_MARKERS, ValueReader.WORDS),
          Map.entry(ValueReader.NUMBER_FORMAT, ValueReader.NUMBERS),
          Map.entry(ValueReader.BOOLEAN_WORDS, ValueReader.BOOLEANS),
          Map.entry(
              SourceReader.FILE_VERSIONS,
              Labels.shape(SourceFormat.FileVersions.values(), SourceFormat.FileVersions::label)),
          Map.entry("encoding", Shape.TEXT),
          Map.entry("header", Shape.BOOLEAN),
          Map.entry("headerNames", Labels.shape(HeaderNames.values(), HeaderNames::label)),
          Map.entry("skipLines", Shape.atLeast(0)),
          Map.entry("trailingEmptyColumn", Shape.BOOLEAN),
          Map.entry("quote", CHARACTER),
          Map.entry("escape", CHARACTER),
          Map.entry(
              "trailer",
              new ObjectShape()
                  .required("marker", Shape.TEXT)
                  .required("countField", Shape.atLeast(1))),
          Map.entry(
              "controlFile",
              new ObjectShape()
                  .required("suffix", SUFFIX)
                  .optional("records", Shape.TEXT)
                  .optional("bytes", Shape.TEXT)
                  .optional("md5", Shape.TEXT)
                  .optional("sha256", Shape.TEXT)),
          Map.entry(
              "checksumFile",
              new ObjectShape()
                  .required("suffix", SUFFIX)
                  .required(
                      "algorithm",
                      Labels.shape(
                          SourceFormat.Algorithm.values(), SourceFormat.Algorithm::label))),
          Map.entry(
              "rowRules",
              Shape.listOf(
                  new ObjectShape()
                      .required("name", Shape.TEXT)
                      .required("predicate", Shape.TEXT))),
          Map.entry("sortOrder", NAMES),
          Map.entry("outputPorts", NAMES),
          Map.entry(
              "metrics",
              Shape.listOf(
                  new ObjectShape()
                      .required("name", Shape.TEXT)
                      .required("expression", Shape.TEXT)
                      .required("description", Shape.TEXT)
                      .optional("unit", Shape.TEXT))),
          Map.entry(ServingReader.PROVENANCE, NAMES),
          Map.entry(ServingReader.ONLINE, ServingReader.ONLINE_SHAPE),
          Map.entry("mayBeEmpty", Shape.BOOLEAN),
          Map.entry("maintenance", MaintenanceReader.SHAPE),
          Map.entry(AnomaliesReader.PROPERTY, AnomaliesReader.SHAPE));

  /** Known names of a server: the delimiter, for types without a key for it. */
  public static final Map<String, Shape> OF_SERVER = Map.of("delimiter", CHARACTER);

  public static final Map<String, Shape> OF_COLUMN =
      Map.of(
          "sourceColumn",
          Shape.TEXT,
          "validValues",
          Shape.listOf(Shape.SCALAR),
          "partitionTransform",
          Shape.TEXT,
          ValueReader.NULL_MARKERS,
          ValueReader.WORDS,
          ValueReader.NUMBER_FORMAT,
          ValueReader.NUMBERS,
          ValueReader.BOOLEAN_WORDS,
          ValueReader.BOOLEANS,
          ValueReader.EPOCH,
          Labels.shape(ValueFormat.Epoch.values(), ValueFormat.Epoch::label),
          ValueReader.DATE_FORMATS,
          NAMES,
          ValueReader.PIVOT_YEAR,
          Shape.atLeast(1));

  public static final Map<String, Shape> OF_RULE =
      Map.of(
          "scope",
          Labels.shape(
              QualityRule.Scope.values(), s -> s.name().toLowerCase(java.util.Locale.ROOT)));

  /** A table has none of its own: they stand with the contract. */
  static final Map<String, Shape> OF_TABLE = Map.of();

  private final Map<String, YamlNode> values;

  private CustomProperties(Map<String, YamlNode> values) {
    this.values = values;
  }

  /** The custom properties of an object, each known and of its shape, else a fault. */
  static CustomProperties read(YamlNode holder, Map<String, Shape> known, Faults faults) {
    Map<String, YamlNode> values = new LinkedHashMap<>();
    for (YamlNode entry : holder.list("customProperties")) {
      String name = entry.textOrEmpty("property");
      Optional<YamlNode> value = entry.field("value");
      if (name.isEmpty() || value.isEmpty()) {
        continue;
      }
      Shape shape = known.get(name);
      if (shape == null) {
        faults.add(
            entry,
            "unknown custom property "
                + name
                + NearestName.hint(name, new TreeMap<>(known).keySet()));
      } else if (values.putIfAbsent(name, value.get()) != null) {
        faults.add(entry, "the custom property " + name + " is a duplicate");
      } else {
        shape.check(value.get(), faults);
      }
    }
    return new CustomProperties(values);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Optional<YamlNode> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  Optional<YamlNode> value(String name, YamlNode.Kind kind) {
    return value(name).filter(v -> v.is(kind));
  }

  Optional<String> text(String name) {
    return value(name, YamlNode.Kind.TEXT).map(YamlNode::text);
  }

  boolean isTrue(String name) {
    return value(name, YamlNode.Kind.BOOLEAN).filter(v -> v.text().equals("true")).isPresent();
  }

  boolean isFalse(String name) {
    return value(name, YamlNode.Kind.BOOLEAN).filter(v -> v.text().equals("false")).isPresent();
  }

  /** Refuses a property that would do nothing here. */
  void refuse(String name, String reason, Faults faults) {
    value(name).ifPresent(v -> faults.add(v, name + " does nothing here: " + reason));
  }
}
