package dev.jetbridge.contracts;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name that somebody most likely meant. */
public final class NearestName {
  private NearestName() {}

  /** The known name with the fewest edits, when it is near enough or goes on like the name. */
  public static Optional<String> of(String name, Collection<String> known) {
    int limit = Math.max(2, name.length() / 3);
    return known.stream()
        .filter(k -> distance(name, k, limit) <= limit || (name.length() > 2 && k.startsWith(name)))
        .min(Comparator.<String>comparingInt(k -> distance(name, k, limit)).thenComparing(k -> k));
  }

  /** Text to append to a message: the nearest name, or all when there are few, or nothing. */
  public static String hint(String name, Collection<String> known) {
    return of(name, known)
        .map(k -> "; did you mean " + k + "?")
        .orElse(
            known.size() <= 20 && !known.isEmpty()
                ? " (known: " + String.join(", ", known) + ")"
                : "");
  }

  /** The number of edits, or at least as many where the lengths alone tell that they are many. */
  private static int distance(String a, String b, int limit) {
    int longer = Math.abs(a.length() - b.length());
    if (longer > limit) {
      return longer;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitute, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
