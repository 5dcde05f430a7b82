package dev.jetbridge.pipelines.landing;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a column that nobody expected, made fit for a message, a ledger or a log: a header
 * may be a record, a key of an object may be a passport number. What looks like a value is told by
 * its length only.
 */
public final class ShownName {
  private static final int LONGEST = 40;
  private static final int MOST_DIGITS = 2;
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}_.$#/()%-]+");

  /** Words of headers: two words without any of them may be somebody's name. */
  private static final Set<String> WORDS =
      Set.of(
          "account",
          "address",
          "amount",
          "category",
          "channel",
          "city",
          "class",
          "code",
          "comment",
          "count",
          "country",
          "currency",
          "customer",
          "date",
          "day",
          "description",
          "email",
          "first",
          "flight",
          "from",
          "full",
          "gender",
          "id",
          "item",
          "key",
          "last",
          "mail",
          "member",
          "mobile",
          "month",
          "name",
          "no",
          "no.",
          "note",
          "notes",
          "number",
          "of",
          "order",
          "passenger",
          "phone",
          "price",
          "product",
          "quantity",
          "reason",
          "record",
          "ref",
          "reference",
          "sales",
          "source",
          "state",
          "status",
          "ticket",
          "time",
          "title",
          "to",
          "total",
          "type",
          "unit",
          "user",
          "value",
          "version",
          "year");

  private ShownName() {}

  /** The name, or how long it is when it looks like a value. */
  public static String of(String name) {
    return isName(name)
        ? name
        : "(" + name.codePointCount(0, name.length()) + " characters, not shown)";
  }

  private static boolean isName(String name) {
    if (name.isEmpty()
        || name.length() > LONGEST
        || name.codePoints().filter(Character::isDigit).count() > MOST_DIGITS
        || name.codePoints().noneMatch(Character::isLetter)) {
      return false;
    }
    String[] words = name.split(" ", -1);
    boolean known = words.length == 1;
    for (String word : words) {
      if (!NAME.matcher(word).matches()) {
        return false;
      }
      known |= WORDS.contains(word.toLowerCase(Locale.ROOT));
    }
    return known;
  }
}
