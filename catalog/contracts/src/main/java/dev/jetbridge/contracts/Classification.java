package dev.jetbridge.contracts;

/** How closely a column is kept. */
public enum Classification {
  PUBLIC,
  INTERNAL,
  CONFIDENTIAL,
  /** Tells who somebody is: allowed in source-aligned products and in {@code identity} only. */
  IDENTIFIER;

  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
