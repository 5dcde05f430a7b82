package dev.jetbridge.contracts;

/** Inputs point towards earlier kinds, or sideways among aggregate and consumer-aligned. */
public enum ProductKind implements Labelled {
  SOURCE_ALIGNED,
  AGGREGATE,
  CONSUMER_ALIGNED;
}
