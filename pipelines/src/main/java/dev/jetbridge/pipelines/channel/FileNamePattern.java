package dev.jetbridge.pipelines.channel;

import java.util.regex.Pattern;

/**
 * The glob of a contract for names of files, such as {@code members_*.csv}. Names are text here:
 * those that a sender chose need not be names that this machine could give a file.
 */
final class FileNamePattern {
  private final Pattern pattern;

  /**
   * @param glob with * and ? for any characters, [..] for one of some and {a,b} for one of some
   *     texts; a backslash takes the meaning from the next character
   */
  FileNamePattern(String glob) {
    this.pattern = Pattern.compile(regex(glob), Pattern.DOTALL);
  }

  /** Whether a name fits; a path is no name. */
  boolean fits(String name) {
    return name.indexOf('/') < 0 && pattern.matcher(name).matches();
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
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
          regex.append(Pattern.quote(String.valueOf(glob.charAt(i))));
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
        glob.substring(from + 1, end).replace("\\", "\\\\").replace("[", "\\[").replace("^", "\\^");
    regex.append('[').append(inside.startsWith("!") ? "^" + inside.substring(1) : inside);
    regex.append(']');
    return end;
  }
}
