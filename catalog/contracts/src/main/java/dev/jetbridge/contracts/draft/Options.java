package dev.jetbridge.contracts.draft;

/** Which options contracts take by now. */
final class Options {
  static final boolean NULL_MARKERS = false;
  static final boolean NUMBER_FORMAT = false;
  static final boolean BOOLEAN_WORDS = false;
  static final boolean EPOCH = false;
  static final boolean DATE_FORMATS = false;
  static final boolean PIVOT_YEAR = false;

  private Options() {}
}
