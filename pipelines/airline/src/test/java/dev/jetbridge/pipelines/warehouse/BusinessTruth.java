package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.columns.Activity;
import dev.jetbridge.contracts.columns.Bookings;
import dev.jetbridge.contracts.columns.ExchangeRates;
import dev.jetbridge.contracts.columns.Members;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.simulator.SentRecords;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * The answers to the business questions of docs/analytics.md from what the simulator knows: its
 * truth about disruptions and about who is who, and the records that its sources sent, without
 * those that it broke. Computed without Spark and without the lake.
 *
 * <p>One thing is taken from the lake: whom identity takes the payer and the traveller of a ticket
 * for. Revenue of people it cannot name is not in customer360.purchases.
 */
final class BusinessTruth {
  private final Path home;
  private final Instant asOf;
  private final Map<String, String> persons;

  /**
   * @param persons the person of each role and ticket number, such as "payer 176…", that has one
   */
  BusinessTruth(Path home, Instant asOf, Map<String, String> persons) {
    this.home = home;
    this.asOf = asOf;
    this.persons = persons;
  }

  /** What was bought in a month. */
  private static final class Month {
    private BigDecimal revenue = BigDecimal.ZERO;
    private final Set<List<Object>> purchases = new HashSet<>();
    private final Set<String> customers = new HashSet<>();
    private final Set<String> persons = new HashSet<>();
  }

  List<String> purchasesAndRevenue() throws IOException {
    return lines(
        months(), (month, m) -> Answers.line(month.atDay(1), m.purchases.size(), m.revenue));
  }

  /** By the people that identity knows. */
  List<String> revenuePerCustomer() throws IOException {
    return lines(
        months(), (month, m) -> Answers.line(month.atDay(1), ratio(m.revenue, m.persons.size())));
  }

  /** By the people that there truly are. */
  List<BigDecimal> revenuePerTrueCustomer() throws IOException {
    return months().values().stream().map(m -> ratio(m.revenue, m.customers.size())).toList();
  }

  List<String> purchaseValue() throws IOException {
    return lines(
        months(), (month, m) -> Answers.line(month.atDay(1), ratio(m.revenue, m.purchases.size())));
  }

  List<String> membersByTier() throws IOException {
    Map<String, Integer> members = new TreeMap<>();
    for (Map<String, Object> member : members()) {
      members.merge((String) member.get(Members.TIER), 1, Integer::sum);
    }
    return lines(members, Answers::line);
  }

  List<String> joins() throws IOException {
    Map<YearMonth, Integer> joins = new TreeMap<>();
    for (Map<String, Object> member : members()) {
      joins.merge(month((Date) member.get(Members.ENROLLED_ON)), 1, Integer::sum);
    }
    return lines(joins, (month, n) -> Answers.line(month.atDay(1), n));
  }

  List<String> pointsByMonth() throws IOException {
    Map<YearMonth, long[]> points = new TreeMap<>();
    for (Map<String, Object> activity : activities()) {
      int miles = (Integer) activity.get(Activity.MILES);
      boolean spent = activity.get(Activity.ACTIVITY_TYPE).equals("redemption");
      long[] sums =
          points.computeIfAbsent(
              month((Timestamp) activity.get(Activity.OCCURRED_AT)), m -> new long[2]);
      sums[spent ? 1 : 0] += spent ? -miles : miles;
    }
    return lines(
        points,
        (month, p) ->
            Answers.line(
                month.atDay(1),
                p[0],
                p[1],
                p[0] == 0 ? null : ratio(BigDecimal.valueOf(p[1]), p[0])));
  }

  List<String> pointsHeldByTier() throws IOException {
    Map<String, String> tiers = new HashMap<>();
    Map<String, Long> held = new TreeMap<>();
    for (Map<String, Object> member : members()) {
      String tier = (String) member.get(Members.TIER);
      tiers.put((String) member.get(Members.LOYALTY_NUMBER), tier);
      held.put(tier, 0L);
    }
    for (Map<String, Object> activity : activities()) {
      String tier = tiers.getOrDefault((String) activity.get(Activity.LOYALTY_NUMBER), "none");
      held.merge(tier, (long) (Integer) activity.get(Activity.MILES), Long::sum);
    }
    return lines(held, Answers::line);
  }

  List<String> cancellationsByCause() throws IOException {
    return byCause(d -> d.get("status").equals("cancelled"));
  }

  List<String> longDelaysByCause() throws IOException {
    return byCause(d -> minutes(d) >= 180);
  }

  List<String> airportsWithMostDelays() throws IOException {
    Map<String, long[]> delays = new TreeMap<>();
    for (Map<String, String> disruption : disruptions()) {
      int minutes = minutes(disruption);
      if (minutes >= 15) {
        long[] sums = delays.computeIfAbsent(disruption.get("departure_airport"), a -> new long[2]);
        sums[0]++;
        sums[1] += minutes;
      }
    }
    return delays.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, long[]> e) -> -e.getValue()[0])
                .thenComparing(Map.Entry::getKey))
        .limit(10)
        .map(
            e ->
                Answers.line(
                    e.getKey(),
                    e.getValue()[0],
                    ratio(BigDecimal.valueOf(e.getValue()[1]), e.getValue()[0])))
        .toList();
  }

  private List<String> byCause(Predicate<Map<String, String>> counts) throws IOException {
    Map<String, Integer> causes = new TreeMap<>();
    for (Map<String, String> disruption : disruptions()) {
      if (counts.test(disruption)) {
        causes.merge(disruption.get("delay_cause_code"), 1, Integer::sum);
      }
    }
    return causes.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(e -> Answers.line(e.getKey(), e.getValue()))
        .toList();
  }

  /** Late by that many minutes; none when it never arrived. */
  private static int minutes(Map<String, String> disruption) {
    String minutes = disruption.get("arrival_delay_minutes");
    return minutes.isEmpty() ? Integer.MIN_VALUE : Integer.parseInt(minutes);
  }

  private List<Map<String, String>> disruptions() throws IOException {
    return SentRecords.truth(home, "disruptions");
  }

  private List<Map<String, Object>> members() throws IOException {
    return sent(Members.TABLE).stream()
        .filter(m -> !((Date) m.get(Members.ENROLLED_ON)).toLocalDate().isAfter(asOfDay()))
        .toList();
  }

  private List<Map<String, Object>> activities() throws IOException {
    return sent(Activity.TABLE).stream()
        .filter(a -> !((Timestamp) a.get(Activity.OCCURRED_AT)).toInstant().isAfter(asOf))
        .toList();
  }

  private Map<YearMonth, Month> months() throws IOException {
    Map<String, String> people = new HashMap<>();
    for (Map<String, String> link : SentRecords.truth(home, "links")) {
      if (link.get("source").equals(Bookings.TABLE.toString())) {
        people.put(link.get("role") + " " + link.get("record_key"), link.get("customer_id"));
      }
    }
    Rates rates = new Rates(sent(ExchangeRates.TABLE));
    Map<YearMonth, Month> months = new TreeMap<>();
    for (Map<String, Object> coupon : sent(Bookings.TABLE)) {
      Timestamp bookedAt = (Timestamp) coupon.get(Bookings.BOOKED_AT);
      String ticket = (String) coupon.get(Bookings.TICKET_NUMBER);
      String role = coupon.get(Bookings.PAYER_TYPE).equals("agency") ? "traveller" : "payer";
      String person = persons.get(role + " " + ticket);
      if (!bookedAt.toInstant().isAfter(asOf) && person != null) {
        String buys = coupon.get(Bookings.PAYER_TYPE).equals("person") ? "payer" : "traveller";
        String customer = people.get(buys + " " + ticket);
        Month month = months.computeIfAbsent(month(bookedAt), m -> new Month());
        month.customers.add(customer);
        month.persons.add(person);
        month.purchases.add(List.of(customer, coupon.get(Bookings.RECORD_LOCATOR), bookedAt));
        month.revenue = month.revenue.add(netValue(coupon, rates));
      }
    }
    return months;
  }

  private static BigDecimal netValue(Map<String, Object> coupon, Rates rates) {
    BigDecimal fare = (BigDecimal) coupon.get(Bookings.FARE_AMOUNT);
    BigDecimal refund = (BigDecimal) coupon.get(Bookings.REFUND_AMOUNT);
    LocalDate day = day((Timestamp) coupon.get(Bookings.BOOKED_AT));
    return fare.subtract(refund.min(fare))
        .multiply(rates.of((String) coupon.get(Bookings.CURRENCY), day))
        .setScale(2, RoundingMode.HALF_UP);
  }

  /** The rates of each currency into dirhams, by day. */
  private static final class Rates {
    private final Map<String, TreeMap<LocalDate, BigDecimal>> rates = new HashMap<>();

    Rates(Collection<Map<String, Object>> sent) {
      for (Map<String, Object> rate : sent) {
        rates
            .computeIfAbsent((String) rate.get(ExchangeRates.CURRENCY), c -> new TreeMap<>())
            .put(
                ((Date) rate.get(ExchangeRates.RATE_DATE)).toLocalDate(),
                (BigDecimal) rate.get(ExchangeRates.RATE));
      }
    }

    BigDecimal of(String currency, LocalDate day) {
      return currency.equals("AED")
          ? BigDecimal.ONE
          : rates.get(currency).floorEntry(day).getValue();
    }
  }

  private Collection<Map<String, Object>> sent(ProductId product) throws IOException {
    Contract contract = ContractLoader.bundled().get(product);
    return SentRecords.newest(home, contract);
  }

  private LocalDate asOfDay() {
    return asOf.atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static LocalDate day(Timestamp instant) {
    return instant.toInstant().atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static YearMonth month(Timestamp instant) {
    return YearMonth.from(day(instant));
  }

  private static YearMonth month(Date day) {
    return YearMonth.from(day.toLocalDate());
  }

  private static BigDecimal ratio(BigDecimal dividend, long divisor) {
    return dividend.divide(BigDecimal.valueOf(divisor), 12, RoundingMode.HALF_UP);
  }

  private static <K, V> List<String> lines(Map<K, V> answers, BiFunction<K, V, String> line) {
    List<String> lines = new ArrayList<>();
    answers.forEach((key, value) -> lines.add(line.apply(key, value)));
    return lines;
  }
}
