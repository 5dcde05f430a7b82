package dev.jetbridge.contracts.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of a YAML document and where it stands. The accessors give nothing for a value of another
 * kind than asked for: the shape has reported it, and whoever reads on must not trip over it.
 *
 * @param line line from 1; for a field that of its key
 * @param text a scalar as written; empty for lists and objects
 */
public record YamlNode(
    int line,
    String path,
    Kind kind,
    String text,
    List<YamlNode> items,
    Map<String, YamlNode> fields) {

  /** The kinds of JSON, whole numbers apart. */
  public enum Kind {
    TEXT("text"),
    INTEGER("a whole number"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    NULL("empty"),
    LIST("a list"),
    OBJECT("an object");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  public boolean is(Kind other) {
    return kind == other;
  }

  public boolean isNumber() {
    return kind == Kind.INTEGER || kind == Kind.NUMBER;
  }

  public boolean isScalar() {
    return kind != Kind.LIST && kind != Kind.OBJECT;
  }

  /** Stands for a field that is missing: has its place and nothing in it. */
  public YamlNode absent(String name) {
    String at = path.isEmpty() ? name : path + "." + name;
    return new YamlNode(line, at, Kind.NULL, "", List.of(), Map.of());
  }

  public Optional<YamlNode> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  public Optional<YamlNode> field(String name, Kind kind) {
    return field(name).filter(f -> f.is(kind));
  }

  public Optional<String> text(String name) {
    return field(name, Kind.TEXT).map(YamlNode::text);
  }

  /** The text of a field, or nothing at all. */
  public String textOrEmpty(String name) {
    return text(name).orElse("");
  }

  public boolean isTrue(String name) {
    return field(name, Kind.BOOLEAN).filter(f -> f.text().equals("true")).isPresent();
  }

  public Optional<Integer> integer(String name) {
    return field(name, Kind.INTEGER).flatMap(YamlNode::asInt);
  }

  public Optional<Integer> asInt() {
    BigInteger value = new BigInteger(text);
    return value.bitLength() < Integer.SIZE ? Optional.of(value.intValue()) : Optional.empty();
  }

  public BigDecimal asNumber() {
    return new BigDecimal(text);
  }

  public List<YamlNode> list(String name) {
    return field(name).map(YamlNode::items).orElse(List.of());
  }

  /** The texts of a list; entries of another kind are left out. */
  public List<String> texts(String name) {
    return field(name).map(YamlNode::texts).orElse(List.of());
  }

  public List<String> texts() {
    return items.stream().filter(i -> i.is(Kind.TEXT)).map(YamlNode::text).toList();
  }

  /** The value as Java knows it; null for an empty one. */
  public Object plain() {
    return switch (kind) {
      case TEXT -> text;
      case BOOLEAN -> Boolean.valueOf(text);
      case INTEGER -> whole(new BigInteger(text));
      case NUMBER -> Double.valueOf(text);
      case NULL -> null;
      case LIST -> items.stream().map(YamlNode::plain).toList();
      case OBJECT -> plainFields();
    };
  }

  public Map<String, Object> plainFields() {
    Map<String, Object> plain = new LinkedHashMap<>();
    fields.forEach((name, field) -> plain.put(name, field.plain()));
    return plain;
  }

  private static Number whole(BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return value.intValue();
    }
    return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
  }
}
