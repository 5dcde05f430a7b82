package dev.jetbridge.quality.patterns;

/** The pattern of SQL's LIKE as a regular expression. */
final class LikeText {
  private LikeText() {}

  static String pattern(String like, char escape) {
    StringBuilder regex = new StringBuilder("(?s)");
    for (int i = 0; i < like.length(); i++) {
      char c = like.charAt(i);
      if (c == escape && i + 1 < like.length()) {
        i++;
        regex.append(quoted(like.charAt(i)));
      } else if (c == '%') {
        regex.append(".*");
      } else {
        regex.append(c == '_' ? "." : quoted(c));
      }
    }
    return regex.toString();
  }

  private static String quoted(char c) {
    return c < 128 && !Character.isLetterOrDigit(c) && c > ' ' ? "\\" + c : String.valueOf(c);
  }
}
