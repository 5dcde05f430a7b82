package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.ProductKind;
import dev.jetbridge.contracts.QualityRule;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.Labels;
import dev.jetbridge.contracts.yaml.YamlNode;
import dev.jetbridge.contracts.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Turns one document into a contract and reports every fault on the way. It reads on after a fault,
 * so what it returns may hold gaps; whoever asked looks at the faults first.
 */
public final class ContractReader {
  private final YamlNode root;
  private final Faults faults;
  private final CustomProperties properties;

  private ContractReader(YamlNode root, Faults faults) {
    this.root = root;
    this.faults = faults;
    this.properties = CustomProperties.read(root, CustomProperties.OF_CONTRACT, faults);
  }

  /** Nothing when the product cannot even be told: no YAML, no id or no kind. */
  public static Optional<Draft> read(String yaml, String origin, Faults faults) {
    Optional<YamlNode> root = YamlReader.read(yaml, faults);
    root.ifPresent(r -> Odcs.CONTRACT.check(r, faults));
    return root.flatMap(r -> new ContractReader(r, faults).draft(origin, digest(yaml)));
  }

  private Optional<Draft> draft(String origin, String digest) {
    Optional<ProductId> id = id();
    Optional<ProductKind> kind = kind();
    YamlNode table = table();
    List<Column> columns = new TableReader(properties, kind, faults).columns(table);
    List<QualityRule> rules = new RuleReader(columns, faults).rules(table);
    ChangeReader change = new ChangeReader(properties, columns, kind, root, faults);
    Contract.Change changes = change.change();
    List<String> sortOrder = change.sortOrder();
    Contract.Derivation derivation =
        new DerivationReader(properties, columns, kind, root, faults).derivation();
    List<Contract.RowRule> rowRules =
        new RowRuleReader(properties, columns, kind, faults).rowRules();
    Contract.Serving serving = new ServingReader(properties, columns, faults).serving();
    Optional<SourceFormat> source =
        new SourceReader(root, properties, columns, kind, faults).source();
    if (id.isEmpty() || kind.isEmpty()) {
      return id.map(i -> new Draft(i, Optional.empty(), root));
    }
    Contract contract =
        new Contract(
            id.get(),
            root.textOrEmpty("version"),
            kind.get(),
            about(table),
            columns,
            rules,
            rowRules,
            changes,
            derivation,
            sortOrder,
            serving,
            source,
            serviceLevels(),
            MaintenanceReader.read(properties),
            JobReader.read(properties),
            origin,
            digest);
    return Optional.of(new Draft(id.get(), Optional.of(contract), root));
  }

  private Optional<ProductId> id() {
    Optional<YamlNode> node = root.field("id", YamlNode.Kind.TEXT);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    Optional<ProductId> id = ProductId.ifValid(node.get().text());
    if (id.isEmpty()) {
      faults.add(
          node.get(),
          "must be domain.product in lower case letters, digits and underscore, is "
              + node.get().text());
      return id;
    }
    ReservedNames.fault(id.get()).ifPresent(f -> faults.add(node.get(), f));
    agree(root.field("domain"), id.get().domain(), "the first part of the id");
    agree(root.field("name"), id.get().name(), "the second part of the id");
    agree(
        root.list("schema").stream().findFirst().flatMap(s -> s.field("name")),
        id.get().name(),
        "the second part of the id");
    return id;
  }

  private void agree(Optional<YamlNode> node, String expected, String because) {
    node.filter(n -> n.is(YamlNode.Kind.TEXT) && !n.text().equals(expected))
        .ifPresent(
            n -> faults.add(n, "must be " + expected + " (" + because + "), is " + n.text()));
  }

  private Optional<ProductKind> kind() {
    if (!properties.has("productKind") && root.field("customProperties").isPresent()) {
      faults.add(
          root.fields().get("customProperties"),
          "the custom property productKind is missing"
              + " (known: source-aligned, aggregate, consumer-aligned)");
    }
    return properties
        .text("productKind")
        .flatMap(word -> Labels.find(ProductKind.values(), ProductKind::label, word));
  }

  /** The one table; an object without fields when there is none. */
  private YamlNode table() {
    List<YamlNode> tables = root.list("schema");
    if (root.field("schema", YamlNode.Kind.LIST).isPresent() && tables.size() != 1) {
      faults.add(
          root.fields().get("schema"), "must hold exactly one table, holds " + tables.size());
    }
    return tables.isEmpty() ? root.absent("schema") : tables.get(0);
  }

  private Contract.About about(YamlNode table) {
    YamlNode description = root.field("description").orElse(root.absent("description"));
    YamlNode team = root.field("team").orElse(root.absent("team"));
    return new Contract.About(
        description.textOrEmpty("purpose"),
        description.textOrEmpty("usage"),
        description.textOrEmpty("limitations"),
        team.text("name").orElse(root.textOrEmpty("domain")),
        table.textOrEmpty("dataGranularityDescription"),
        root.textOrEmpty("status"));
  }

  private List<Contract.ServiceLevel> serviceLevels() {
    return root.list("slaProperties").stream()
        .map(
            s ->
                new Contract.ServiceLevel(
                    s.textOrEmpty("property"),
                    s.field("value").map(YamlNode::text).orElse(""),
                    s.textOrEmpty("unit")))
        .toList();
  }

  public static String digest(String yaml) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(yaml.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new JetbridgeException(
          FailureKind.INTERNAL, "Cannot digest contracts: no SHA-256 in this Java", e);
    }
  }
}
