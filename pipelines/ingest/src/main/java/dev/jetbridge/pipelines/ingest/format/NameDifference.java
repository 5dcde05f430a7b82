package dev.jetbridge.pipelines.ingest.format;

import dev.jetbridge.contracts.HeaderNames;
import dev.jetbridge.pipelines.landing.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * In what two names differ that a person takes for the same: what the eye sees badly, or not at
 * all.
 */
public final class NameDifference {
  private static final Pattern INVISIBLE =
      Pattern.compile("[[\\p{Cntrl}&&[^\t]]\\u0080-\\u009F\\u00AD\\u200B-\\u200F\\u2060\\uFEFF]");
  private static final Pattern STRANGE_BLANK =
      Pattern.compile("[\\t\\u00A0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000]");

  /** Letters of Cyrillic and Greek and those of Latin that look like them. */
  private static final String ALIKE =
      "\u0410\u0412\u0415\u041A\u041C\u041D\u041E\u0420\u0421\u0422\u0423\u0425\u0406\u0408"
          + "\u0430\u0435\u043E\u0440\u0441\u0443\u0445\u0456\u0458\u0455"
          + "\u0391\u0392\u0395\u0396\u0397\u0399\u039A\u039C\u039D\u039F\u03A1\u03A4\u03A5\u03A7\u03BF";

  private static final String LATIN = "ABEKMHOPCTYXIJaeopcyxijsABEZHIKMNOPTYXo";

  /** What each difference is called, and how two names are made equal in it. */
  private static final Map<String, UnaryOperator<String>> KINDS =
      Map.of(
          "invisible", name -> INVISIBLE.matcher(name).replaceAll(""),
          "blank", name -> STRANGE_BLANK.matcher(name).replaceAll(" "),
          "form", HeaderNames::composed,
          "spaces", name -> name.replaceAll("[ _]+", "_").replaceAll("^_|_$", ""),
          "case", name -> name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT),
          "alike", NameDifference::inLatin);

  private static final List<String> ORDER =
      List.of("invisible", "blank", "form", "alike", "spaces", "case");

  private NameDifference() {}

  /**
   * A difference as a person is told of it.
   *
   * @param words what is said of every difference between the names
   * @param foldable whether names that are normalised are equal
   */
  public record Seen(String words, boolean foldable) {}

  /**
   * The differences when there are no others; empty for names that are equal or quite different.
   */
  public static Optional<Seen> between(String found, String wanted) {
    if (found.equals(wanted) || !key(found).equals(key(wanted))) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>();
    boolean foldable = true;
    for (String kind : ORDER) {
      boolean told = kind.equals("spaces") && words.stream().anyMatch(w -> w.startsWith("a "));
      if (!told && !folded(found, kind).equals(folded(wanted, kind))) {
        words.add(word(kind, found, wanted));
        foldable &= !kind.equals("alike");
      }
    }
    return words.isEmpty()
        ? Optional.of(new Seen("blanks or letters that look alike", false))
        : Optional.of(new Seen(String.join(" and ", words), foldable));
  }

  /** What is equal for names that differ in nothing but this. */
  public static String key(String name) {
    return isComparable(name) ? folded(name, "") : name;
  }

  /** Whether a name is compared with others at all; a longer one is a value. */
  public static boolean isComparable(String name) {
    return name.length() <= HeaderNames.LONGEST;
  }

  /** A name without all differences but one. */
  private static String folded(String name, String but) {
    String result = name;
    for (String kind : ORDER) {
      if (!kind.equals(but)) {
        result = KINDS.get(kind).apply(result);
      }
    }
    return result;
  }

  private static String word(String kind, String found, String wanted) {
    return switch (kind) {
      case "invisible" -> "an invisible character" + first(INVISIBLE, found, wanted);
      case "blank" -> blank(found, wanted);
      case "form" -> "the Unicode normal form";
      case "alike" -> "letters of another alphabet that look the same";
      case "spaces" -> "blanks or underscores";
      default -> "upper and lower case";
    };
  }

  private static String blank(String found, String wanted) {
    String place = first(STRANGE_BLANK, found, wanted);
    return (place.contains("00A0") ? "a no-break space" : "a blank that is no space") + place;
  }

  private static String first(Pattern pattern, String found, String wanted) {
    for (String name : List.of(found, wanted)) {
      Matcher matcher = pattern.matcher(name);
      if (matcher.find()) {
        return " (" + code(matcher.group().charAt(0)) + ")";
      }
    }
    return "";
  }

  private static String inLatin(String name) {
    StringBuilder latin = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      int at = ALIKE.indexOf(name.charAt(i));
      latin.append(at < 0 ? name.charAt(i) : LATIN.charAt(at));
    }
    return latin.toString();
  }

  /** A name as a person can read it: what has no shape is written as its code. */
  public static String visible(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      String one = String.valueOf(c);
      boolean shapeless = INVISIBLE.matcher(one).matches() || STRANGE_BLANK.matcher(one).matches();
      text.append(shapeless ? "<" + code(c) + ">" : one);
    }
    return Printable.of(text.toString());
  }

  private static String code(char c) {
    return "U+" + Printable.code(c);
  }
}
