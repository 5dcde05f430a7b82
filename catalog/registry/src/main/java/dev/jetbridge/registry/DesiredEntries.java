package dev.jetbridge.registry;

import dev.jetbridge.contracts.Classification;
import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Types.NestedField;

/**
 * What the Glue Data Catalog shall say of products and domains. Our parameters begin with {@code
 * jetbridge.}: all of them are ours, no other is. The owner is a parameter and not Glue's own field
 * of that name, since Iceberg keeps parameters when it commits and drops that field.
 *
 * @param mesh all contracts
 * @param databases where each domain has its own
 * @param whole whether the contracts are all that there are: those that do not load do not tell
 *     whose products they describe
 */
record DesiredEntries(Collection<Contract> mesh, Databases databases, boolean whole) {
  static final String PREFIX = "jetbridge.";

  private static final String OWNER = "owner";

  DesiredEntries {
    mesh = List.copyOf(mesh);
  }

  static String databaseDescription(Contract contract) {
    return "Data products of the domain " + contract.id().domain() + ".";
  }

  /**
   * @param found what the entry has; empty for none
   */
  Map<String, String> databaseParameters(Contract contract, Map<String, String> found) {
    String domain = contract.id().domain();
    Stream<String> named =
        Stream.concat(mesh.stream(), Stream.of(contract))
            .filter(c -> c.id().domain().equals(domain))
            .map(c -> c.about().owner());
    Stream<String> kept =
        whole ? Stream.of() : Stream.of(found.getOrDefault(PREFIX + OWNER, "").split(",", -1));
    String owners =
        Stream.concat(named, kept)
            .map(CatalogText::description)
            .filter(owner -> !owner.isEmpty())
            .distinct()
            .sorted()
            .collect(Collectors.joining(","));
    Map<String, String> parameters = new TreeMap<>();
    put(parameters, "domain", domain);
    put(parameters, OWNER, owners);
    return parameters;
  }

  static String tableDescription(Contract contract) {
    return CatalogText.description(contract.about().purpose());
  }

  static Map<String, String> tableParameters(Contract contract) {
    Map<String, String> parameters = new TreeMap<>();
    put(parameters, "product", contract.id().toString());
    put(parameters, "contract-version", contract.version());
    put(parameters, "contract-digest", contract.digest());
    put(parameters, "kind", contract.kind().label());
    put(parameters, "status", contract.about().status());
    put(parameters, OWNER, contract.about().owner());
    put(parameters, "grain", contract.about().grain());
    put(parameters, "usage", contract.about().usage());
    put(parameters, "limitations", contract.about().limitations());
    put(parameters, "retention", retentionOf(contract));
    put(parameters, "key", names(contract.key()));
    put(parameters, "classification", highest(contract).label());
    put(
        parameters,
        "identifier-columns",
        names(contract.columns().stream().filter(Column::isIdentifier).toList()));
    return parameters;
  }

  /** A type as Iceberg's GlueCatalog writes it; for people only, engines read the metadata. */
  static String typeOf(NestedField column) {
    return SparkSchemaUtil.convert(column.type())
        .catalogString()
        .replace("timestamp_ntz", "timestamp");
  }

  private static String retentionOf(Contract contract) {
    return contract.serviceLevels().stream()
        .filter(level -> level.property().equals("retention"))
        .map(level -> level.value() + " " + level.unit())
        .collect(Collectors.joining(","));
  }

  private static Classification highest(Contract contract) {
    return contract.columns().stream()
        .map(Column::classification)
        .max(Comparator.naturalOrder())
        .orElse(Classification.PUBLIC);
  }

  private static String names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.joining(","));
  }

  private static void put(Map<String, String> parameters, String name, String value) {
    String line = CatalogText.description(value);
    if (!line.isEmpty()) {
      parameters.put(PREFIX + name, line);
    }
  }
}
