package dev.jetbridge.pipelines.cli;

/** Text of a stranger as a terminal may show it. */
final class OneLine {
  private static final int LONGEST = 200;

  private OneLine() {}

  /** Without characters that a terminal would obey, and cut where nobody reads on. */
  static String of(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean obeyed =
                  Character.isISOControl(c)
                      || type == Character.FORMAT
                      || type == Character.SURROGATE
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR;
              if (obeyed) {
                line.append(String.format("\\u%04x", c));
              } else {
                line.appendCodePoint(c);
              }
            });
    return text.codePointCount(0, text.length()) > LONGEST ? line + " …" : line.toString();
  }
}
