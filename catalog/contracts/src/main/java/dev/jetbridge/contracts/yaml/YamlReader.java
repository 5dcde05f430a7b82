package dev.jetbridge.contracts.yaml;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads a YAML document with its line numbers, by the core schema of YAML 1.2: {@code NO} is a
 * country and {@code 1900-01-01} a text, as a JSON schema sees them too.
 */
public final class YamlReader {
  /** Enough for honest anchors, too few to blow up a document. */
  private static final int ALIASES = 20;

  private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9][0-9_]*");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9]+)?");

  private final Faults faults;
  private final List<Node> open = new ArrayList<>();

  private YamlReader(Faults faults) {
    this.faults = faults;
  }

  /** The root object of the document; nothing when it cannot be read at all. */
  public static Optional<YamlNode> read(String yaml, Faults faults) {
    try {
      List<Node> documents = new ArrayList<>();
      yaml().composeAll(new StringReader(yaml)).forEach(documents::add);
      if (documents.size() != 1) {
        faults.add(0, "", "must hold one YAML document, holds " + documents.size());
        return Optional.empty();
      }
      Node root = documents.get(0);
      if (!(root instanceof MappingNode)) {
        faults.add(line(root), "", "must be a YAML object with the keys of a data contract");
        return Optional.empty();
      }
      return Optional.of(new YamlReader(faults).convert(root, line(root), ""));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      faults.add(line, "", "is not YAML: " + reason(e));
    } catch (YAMLException e) {
      faults.add(0, "", "is not YAML: " + firstLine(e.getMessage()));
    }
    return Optional.empty();
  }

  /** Leaves out the excerpt of the document: a message holds no values. */
  private static String reason(MarkedYAMLException e) {
    String context = e.getContext() == null ? "" : e.getContext() + ", ";
    return firstLine(context + e.getProblem());
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("unreadable");
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(ALIASES);
    DumperOptions dumping = new DumperOptions();
    // Only the node tree is used; the resolver that would type scalars by YAML 1.1 is silenced.
    return new Yaml(
        new SafeConstructor(options), new Representer(dumping), dumping, options, new Untyped());
  }

  /** Leaves every plain scalar a string, for {@link #scalar} to type. */
  private static final class Untyped extends Resolver {
    @Override
    protected void addImplicitResolvers() {}
  }

  private YamlNode convert(Node node, int line, String path) {
    if (open.contains(node)) {
      faults.add(line, path, "contains itself");
      return new YamlNode(line, path, YamlNode.Kind.NULL, "", List.of(), Map.of());
    }
    open.add(node);
    try {
      if (node instanceof MappingNode mapping) {
        return object(mapping, line, path);
      }
      return node instanceof SequenceNode sequence
          ? list(sequence, line, path)
          : scalar((ScalarNode) node, line, path);
    } finally {
      open.remove(open.size() - 1);
    }
  }

  private YamlNode object(MappingNode node, int line, String path) {
    Map<String, YamlNode> fields = new LinkedHashMap<>();
    Map<String, Integer> lines = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      int at = line(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        faults.add(at, path, "has a key that is not text");
        continue;
      }
      String name = key.getValue();
      String child = path.isEmpty() ? name : path + "." + name;
      Integer first = lines.putIfAbsent(name, at);
      if (first != null) {
        faults.add(at, child, "is a duplicate, first on line " + first);
        continue;
      }
      fields.put(name, convert(tuple.getValueNode(), at, child));
    }
    return new YamlNode(line, path, YamlNode.Kind.OBJECT, "", List.of(), fields);
  }

  private YamlNode list(SequenceNode node, int line, String path) {
    List<YamlNode> items = new ArrayList<>();
    for (Node item : node.getValue()) {
      items.add(convert(item, line(item), path + "[" + items.size() + "]"));
    }
    return new YamlNode(line, path, YamlNode.Kind.LIST, "", List.copyOf(items), Map.of());
  }

  private YamlNode scalar(ScalarNode node, int line, String path) {
    String text = node.getValue();
    YamlNode.Kind kind =
        node.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN && node.getTag().equals(Tag.STR)
            ? kind(text)
            : YamlNode.Kind.TEXT;
    String normal =
        switch (kind) {
          case INTEGER, NUMBER -> text.replace("_", "");
          case BOOLEAN -> text.toLowerCase(java.util.Locale.ROOT);
          default -> text;
        };
    return new YamlNode(line, path, kind, normal, List.of(), Map.of());
  }

  private static YamlNode.Kind kind(String text) {
    if (BOOLEAN.matcher(text).matches()) {
      return YamlNode.Kind.BOOLEAN;
    }
    if (NULL.matcher(text).matches()) {
      return YamlNode.Kind.NULL;
    }
    if (INTEGER.matcher(text).matches()) {
      return YamlNode.Kind.INTEGER;
    }
    return NUMBER.matcher(text).matches() ? YamlNode.Kind.NUMBER : YamlNode.Kind.TEXT;
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
