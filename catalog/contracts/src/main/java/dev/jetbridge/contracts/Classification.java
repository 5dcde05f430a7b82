package dev.jetbridge.contracts;

/** How closely a column is kept. */
public enum Classification implements Labelled {
  PUBLIC,
  INTERNAL,
  CONFIDENTIAL,
  /** Tells who somebody is: allowed in source-aligned products and in {@code identity} only. */
  IDENTIFIER;
}
