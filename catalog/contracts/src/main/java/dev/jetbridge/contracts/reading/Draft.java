package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A contract that was read but not yet judged among the others.
 *
 * @param contract empty when its faults leave nothing to judge
 * @param document where its places are looked up
 */
public record Draft(ProductId id, Optional<Contract> contract, YamlNode document) {
  /** The place of a custom property, else the document itself. */
  public YamlNode place(String customProperty) {
    return property(document, customProperty).orElse(document);
  }

  /**
   * The place of a finding: the rule, else the column whose constraint the rule follows from, else
   * the document.
   */
  public YamlNode place(Finding finding) {
    if (finding.place() == Finding.Place.PROPERTY) {
      return place(finding.name());
    }
    if (finding.place() == Finding.Place.SERVER) {
      return server(finding.name());
    }
    String id = finding.name();
    String bare = id.substring(id.indexOf(':') + 1);
    Stream<YamlNode> tables = tables().stream().flatMap(t -> rules(t, bare));
    Stream<YamlNode> columns = columns().stream().flatMap(c -> rules(c, bare));
    Stream<YamlNode> named = columns().stream().filter(c -> c.textOrEmpty("name").equals(bare));
    Stream<YamlNode> ofRows =
        place("rowRules").items().stream().filter(r -> r.textOrEmpty("name").equals(bare));
    return Stream.of(tables, columns, named, ofRows).flatMap(s -> s).findFirst().orElse(document);
  }

  /** A key of the server of the files, or a custom property of it. */
  private YamlNode server(String key) {
    return document.list("servers").stream()
        .filter(SourceReader::hasFiles)
        .findFirst()
        .map(s -> s.field(key).or(() -> property(s, key)).orElse(s))
        .orElse(document);
  }

  private static Optional<YamlNode> property(YamlNode holder, String name) {
    return holder.list("customProperties").stream()
        .filter(p -> p.textOrEmpty("property").equals(name))
        .findFirst()
        .flatMap(p -> p.field("value"));
  }

  /** Whether a finding may follow from a column that is faulty itself. */
  public boolean concernsAny(List<YamlNode> faulty, Finding finding) {
    YamlNode place = place(finding);
    return faulty.stream()
        .anyMatch(
            column ->
                place.path().startsWith(column.path()) || holds(place, column.textOrEmpty("name")));
  }

  /** The columns among whose values the faults are. */
  public List<YamlNode> columnsWith(Faults faults) {
    return columns().stream()
        .filter(
            c ->
                faults.found().stream()
                    .anyMatch(
                        f -> f.path().equals(c.path()) || f.path().startsWith(c.path() + ".")))
        .toList();
  }

  private static boolean holds(YamlNode node, String name) {
    return speaksOf(node.text(), name)
        || node.items().stream().anyMatch(i -> holds(i, name))
        || node.fields().values().stream().anyMatch(f -> holds(f, name));
  }

  private static boolean speaksOf(String text, String name) {
    return List.of(text.split("\\W+")).contains(name);
  }

  private List<YamlNode> tables() {
    return document.list("schema");
  }

  private List<YamlNode> columns() {
    return tables().stream().flatMap(t -> t.list("properties").stream()).toList();
  }

  private static Stream<YamlNode> rules(YamlNode holder, String id) {
    String column = holder.textOrEmpty("name");
    return holder.list("quality").stream()
        .filter(
            q ->
                q.textOrEmpty("id").equals(id)
                    || (q.text("id").isEmpty()
                        && q.text("metric")
                            .filter(m -> id.equals(m) || id.equals(column + "_" + m))
                            .isPresent()));
  }
}
