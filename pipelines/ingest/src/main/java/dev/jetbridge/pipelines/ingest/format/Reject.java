package dev.jetbridge.pipelines.ingest.format;

/**
 * A reason for which a row is quarantined.
 *
 * @param column the column at fault; empty for the whole record
 * @param rule what it breaks: type, required, pattern, valid-values, minimum, maximum, length,
 *     row-rule:name, quotes, fields, header or json
 * @param reason the rule in words, without the value
 */
public record Reject(String column, String rule, String reason) {
  /** The rule that a text is a value of its column's type; its reason says which shape was seen. */
  public static final String TYPE = "type";
}
