package dev.jetbridge.contracts;

/**
 * What somebody who knows more than the contract's own reader finds wrong in it.
 *
 * @param place what it stands in
 * @param name the id of the rule, or the name of the custom property or of the key of the server;
 *     empty for the contract itself
 * @param text what is wrong and what was expected
 */
public record Finding(Place place, String name, String text) {

  /** What a finding stands in. */
  public enum Place {
    RULE,
    PROPERTY,
    SERVER
  }

  /** Something wrong in a quality rule, a constraint or a row rule. */
  public static Finding ofRule(String id, String text) {
    return new Finding(Place.RULE, id, text);
  }

  /** Something that keeps the contract from being served at a port that it names. */
  public static Finding ofPort(String text) {
    return ofProperty("outputPorts", text);
  }

  /** Something wrong with the contract as a whole. */
  public static Finding ofContract(String text) {
    return new Finding(Place.PROPERTY, "", text);
  }

  /** Something wrong in what the contract says of the server of its files. */
  public static Finding ofServer(String key, String text) {
    return new Finding(Place.SERVER, key, text);
  }

  /** Something wrong in a custom property of the contract. */
  public static Finding ofProperty(String name, String text) {
    return new Finding(Place.PROPERTY, name, text);
  }
}
