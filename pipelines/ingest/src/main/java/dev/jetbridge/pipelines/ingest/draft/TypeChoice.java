package dev.jetbridge.pipelines.ingest.draft;

import dev.jetbridge.contracts.ValueFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataTypes;

/**
 * Which type a column gets. A few odd values do not decide it: where the others agree on a type, it
 * is that one, and the odd ones will be quarantined; where more differ, it is text, and a remark
 * says what most of them look like.
 */
record TypeChoice(ColumnProfile profile, String name, FileHints hints) {
  /** Of the values, at most this part is odd, in columns of at least LEAST values ... */
  private static final int ODD_PART = 20;

  static final int LEAST = 20;

  /** ... and at most so many, or a thousandth: more are a second kind of value. */
  private static final int MOST_ODD = 3;

  /** Where most values look like a type, a remark says so. */
  private static final double REMARKABLE = 0.5;

  private static final Pattern ID_NAME =
      Pattern.compile(
          "(?:.*_)?(?:id|ids|key|code|no|nr|number|num|zip|postcode|postal_code|phone|account|acct"
              + "|sku|ean|isbn)");
  private static final Pattern TIME_NAME =
      Pattern.compile(
          "(?:.*_)?(?:at|on|ts|time|timestamp|epoch|dates?|day|datetime|created|updated|modified|since"
              + "|until|ms|millis|unix|joined|booked|issued|expires|expiry|start|end|from|to"
              + "|departure|arrival|paid|sent|received)");
  private static final Pattern BIRTH_NAME = Pattern.compile("(?:.*_)?(?:dob|birth.*|born)(?:_.*)?");

  /**
   * What other columns of a file tell.
   *
   * @param dayFirst whether the day stands before the month
   * @param comma whether a comma parts decimals
   */
  record FileHints(Optional<Boolean> dayFirst, Optional<Boolean> comma) {
    static final FileHints NONE = new FileHints(Optional.empty(), Optional.empty());
  }

  /** A type and how many values have it. */
  private record Candidate(TypeGuess type, long values) {}

  /** How many of so many values may be odd. */
  static long allowed(long values) {
    return values < LEAST ? 0 : Math.min(values / ODD_PART, Math.max(MOST_ODD, values / 1_000));
  }

  TypeGuess type() {
    long values = profile.plainValues();
    Map<String, Long> markers = profile.markers();
    if (values == 0) {
      TypeGuess none = TypeGuess.of(DataTypes.StringType, "string", "no record has a value");
      return markers.isEmpty() ? none : marked(none, markers);
    }
    List<Candidate> candidates = candidates(values);
    Optional<Candidate> best =
        candidates.stream()
            .filter(c -> values - c.values() <= allowed(values))
            .max(Comparator.comparingLong(Candidate::values));
    if (best.isEmpty() || hasOddCodes(best.get(), values)) {
      return text(values, markers, candidates);
    }
    TypeGuess type = best.get().type().butFor(values - best.get().values());
    return markers.isEmpty() ? type : marked(type, markers);
  }

  private boolean hasOddCodes(Candidate best, long values) {
    return best.values() < values && profile.numbers().codes() > 0;
  }

  /** The earlier of two that fit as many values comes first. */
  private List<Candidate> candidates(long values) {
    List<Candidate> candidates = new ArrayList<>();
    temporal(values).ifPresent(candidates::add);
    booleans().ifPresent(candidates::add);
    profile
        .numbers()
        .guess(allowed(values))
        .map(fit -> new Candidate(number(fit.type()), fit.values()))
        .ifPresent(candidates::add);
    forms().ifPresent(candidates::add);
    return candidates;
  }

  private Optional<Candidate> temporal(long values) {
    Temporals temporals = profile.temporals();
    List<Temporal> best = temporals.best();
    if (best.isEmpty()) {
      return Optional.empty();
    }
    Optional<Candidate> several =
        temporals.most() < values - allowed(values) ? several(values) : Optional.empty();
    if (several.isPresent()) {
      return several;
    }
    Temporal taken =
        best.stream()
            .filter(
                t -> t.dayFirst().map(d -> d.equals(hints.dayFirst().orElse(true))).orElse(true))
            .findFirst()
            .orElse(best.get(0));
    Optional<String> other =
        best.stream().filter(taken::swaps).findFirst().flatMap(Temporal::pattern);
    if (!isPlausible(taken)) {
      return Optional.empty();
    }
    TypeGuess type = dated(taken).formatted(taken.pattern(), other);
    return Optional.of(new Candidate(pivoted(type, List.of(taken)), temporals.most()));
  }

  /** Three pairs of digits are a day where a slash, a month's name or the column's name says so. */
  private boolean isPlausible(Temporal temporal) {
    return !temporal.shortYear()
        || temporal.pattern().filter(p -> p.contains("/") || p.contains("MMM")).isPresent()
        || TIME_NAME.matcher(name).matches()
        || BIRTH_NAME.matcher(name).matches();
  }

  private static TypeGuess dated(Temporal temporal) {
    return temporal.date()
        ? TypeGuess.of(DataTypes.DateType, "date", "dates")
        : TypeGuess.of(
            DataTypes.TimestampType,
            "timestamp",
            "instants, taken for UTC where no zone is written");
  }

  private Optional<Candidate> several(long values) {
    List<Temporal> all = profile.temporals().together(hints.dayFirst().orElse(true));
    long read = all.stream().mapToLong(profile.temporals()::count).sum();
    boolean enough =
        read >= values - allowed(values)
            && !all.isEmpty()
            && all.size() <= 4
            && all.stream().allMatch(t -> (t.date() || t.pattern().isPresent()) && isPlausible(t));
    if (!enough) {
      return Optional.empty();
    }
    TypeGuess type =
        dated(all.get(0))
            .needing(
                "dateFormats",
                YamlText.list(all.stream().map(t -> t.pattern().orElse(t.iso())).toList()))
            .remarking(all.size() + " ways to write them");
    boolean open = all.stream().anyMatch(t -> profile.temporals().isOpen(t));
    return Optional.of(
        new Candidate(
            pivoted(
                open
                    ? type.remarking(
                        "day and month cannot be told apart in one of them: a day after the"
                            + " 12th would decide it; ask the sender")
                    : type,
                all),
            read));
  }

  private TypeGuess pivoted(TypeGuess type, List<Temporal> ways) {
    if (ways.stream().noneMatch(Temporal::shortYear)) {
      return type;
    }
    boolean birth = BIRTH_NAME.matcher(name).matches();
    int pivot = birth ? 1930 : 1970;
    return type.needing("pivotYear", String.valueOf(pivot))
        .remarking(
            "years of two digits are taken for "
                + pivot
                + " to "
                + (pivot + 99)
                + ", which is a guess; ask the sender");
  }

  private Optional<Candidate> booleans() {
    BooleanWords words = profile.booleans();
    if (words.plain()) {
      return Optional.of(
          new Candidate(
              TypeGuess.of(DataTypes.BooleanType, "boolean", "true and false"),
              words.fitting(name)));
    }
    return words.told(name)
        ? Optional.of(
            new Candidate(
                TypeGuess.of(DataTypes.BooleanType, "boolean", "words for yes and no")
                    .needing("booleanWords", words.property(name)),
                words.fitting(name)))
        : Optional.empty();
  }

  private TypeGuess number(TypeGuess type) {
    Numbers numbers = profile.numbers();
    if (numbers.pointZeros()) {
      String remark = "whole numbers with .0 at their end, as programs write a column with gaps";
      return ID_NAME.matcher(name).matches()
          ? TypeGuess.of(DataTypes.StringType, "string", "text")
              .remarking(remark + ": identifiers, kept as they were sent")
          : type.remarking(remark);
    }
    if (type.logicalType().equals("number") && numbers.grouped() == numbers.pointed()) {
      return numbers.pointed() > 0 && hints.comma().orElse(false)
          ? type.remarking(
              "other columns part decimals by a comma: the points may part thousands; ask the"
                  + " sender")
          : type;
    }
    return type.logicalType().equals("integer") && TIME_NAME.matcher(name).matches()
        ? counted(type)
        : type;
  }

  /** Whole numbers that may be instants or days. */
  private TypeGuess counted(TypeGuess type) {
    Optional<ValueFormat.Epoch> epoch = Epoch.of(profile.numbers());
    if (epoch.filter(e -> e == ValueFormat.Epoch.NANOSECONDS).isPresent()
        && !profile.numbers().thousands()) {
      return type.remarking(
          "they may be nanoseconds since 1970, of which a timestamp keeps the microseconds only");
    }
    if (epoch.isPresent()) {
      return TypeGuess.of(
              DataTypes.TimestampType,
              "timestamp",
              "instants, " + epoch.get().label() + " since 1970")
          .needing("epoch", epoch.get().label());
    }
    return profile.numbers().within(20_000, 60_000)
        ? type.remarking(
            "they may be serial dates of a spreadsheet (days since 1899-12-30), which are left as"
                + " they are")
        : type;
  }

  private Optional<Candidate> forms() {
    return profile
        .forms()
        .choose(profile.numbers(), hints.comma())
        .filter(c -> !c.plain() && !c.open() && !c.codes() && !c.mixesPercent() && c.holds())
        .map(
            c ->
                new Candidate(
                    c.type()
                        .needing("numberFormat", c.property())
                        .remarking("written in another format than 1234.5"),
                    c.values()));
  }

  private TypeGuess text(long values, Map<String, Long> markers, List<Candidate> candidates) {
    TypeGuess text = TypeGuess.of(DataTypes.StringType, "string", profile.textNote());
    Map<String, Long> none = new TreeMap<>(markers);
    none.keySet().removeIf(m -> !profile.isNoneInText(m));
    if (!none.isEmpty()) {
      text = marked(text, none);
    }
    Map<String, Long> kept = new TreeMap<>(markers);
    kept.keySet().removeAll(none.keySet());
    if (!kept.isEmpty()) {
      text =
          text.remarking(
              NullMarkers.total(kept)
                  + (NullMarkers.total(kept) == 1 ? " is " : " are ")
                  + String.join(", ", kept.keySet())
                  + ", which may mean that there is no value; kept as text, "
                  + "nullMarkers would read it as null");
    }
    Optional<Candidate> near =
        candidates.stream()
            .filter(
                c -> c.values() >= REMARKABLE * values && !c.type().logicalType().equals("string"))
            .max(Comparator.comparingLong(Candidate::values));
    long formed =
        profile
            .forms()
            .choose(profile.numbers(), hints.comma())
            .filter(c -> !c.plain() && !c.codes())
            .map(NumberForms.Choice::values)
            .orElse(0L);
    if (near.isPresent() && near.get().values() >= formed && near.get().values() < values) {
      return text.remarking(
          "%,d of %,d values look like %s, the others do not"
              .formatted(near.get().values(), values, near.get().type().written()));
    }
    return nearNumber(text, values);
  }

  private TypeGuess nearNumber(TypeGuess text, long values) {
    Optional<NumberForms.Choice> choice =
        profile
            .forms()
            .choose(profile.numbers(), hints.comma())
            .filter(c -> !c.plain() && c.values() >= REMARKABLE * values && !c.codes());
    if (choice.isEmpty()) {
      return text;
    }
    String looks = "%,d of %,d values look like numbers".formatted(choice.get().values(), values);
    if (choice.get().open()) {
      return text.remarking(
          looks
              + " whose comma or point may part decimals or thousands: ask the sender and say it"
              + " with numberFormat");
    }
    return text.remarking(
        looks
            + (choice.get().mixesPercent()
                ? ", some with a percent sign and some without"
                : " of the format " + choice.get().property()));
  }

  private static TypeGuess marked(TypeGuess type, Map<String, Long> markers) {
    long count = NullMarkers.total(markers);
    return type.needing("nullMarkers", YamlText.list(markers.keySet()))
        .without(count)
        .remarking(
            "%,d %s %s, which stand%s for no value"
                .formatted(
                    count,
                    count == 1 ? "is" : "are",
                    String.join(", ", markers.keySet()),
                    count == 1 ? "s" : ""));
  }
}
