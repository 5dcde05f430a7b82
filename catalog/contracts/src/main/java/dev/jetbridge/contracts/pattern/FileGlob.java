package dev.jetbridge.contracts.pattern;

import java.util.Optional;

/**
 * The glob of a contract for names of files, such as {@code members_*.csv}. Names are text here:
 * those that a sender chose need not be names that this machine could give a file.
 */
public final class FileGlob {
  private final TextPattern pattern;

  /**
   * @param glob with * and ? for any characters, [..] for one of some and {a,b} for one of some
   *     texts; a backslash takes the meaning from the next character
   * @throws IllegalArgumentException when it has a {@link #fault}
   */
  public FileGlob(String glob) {
    this.pattern = TextPattern.whole(regex(glob));
  }

  /** Why a text is not a glob; empty when it is one. */
  public static Optional<String> fault(String glob) {
    return TextPattern.fault(regex(glob));
  }

  /** Whether a name fits; a path is not a name. */
  public boolean fits(String name) {
    return name.indexOf('/') < 0 && pattern.matches(name);
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder("(?s)");
    int open = 0;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '{' -> {
          regex.append("(?:");
          open++;
        }
        case '}' -> {
          regex.append(open > 0 ? ")" : "\\}");
          open = Math.max(0, open - 1);
        }
        case ',' -> regex.append(open > 0 ? '|' : ',');
        case '[' -> i = range(glob, i, regex);
        default -> {
          if (c == '\\' && i + 1 < glob.length()) {
            i++;
          }
          int point = glob.codePointAt(i);
          i += Character.charCount(point) - 1;
          regex.append("\\x{").append(Integer.toHexString(point)).append('}');
        }
      }
    }
    return regex.append(")".repeat(open)).toString();
  }

  /** Writes the characters in brackets; a bracket that is never closed is itself. */
  private static int range(String glob, int from, StringBuilder regex) {
    int end = glob.indexOf(']', from + 2);
    if (end < 0) {
      regex.append("\\[");
      return from;
    }
    String inside =
        glob.substring(from + 1, end)
            .replace("\\", "\\\\")
            .replace("[", "\\[")
            .replace("]", "\\]")
            .replace("^", "\\^")
            .replace("&", "\\&");
    regex.append('[').append(inside.startsWith("!") ? "^" + inside.substring(1) : inside);
    regex.append(']');
    return end;
  }
}
