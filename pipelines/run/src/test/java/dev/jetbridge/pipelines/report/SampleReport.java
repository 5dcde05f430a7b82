package dev.jetbridge.pipelines.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.ProductKind;
import dev.jetbridge.pipelines.operations.RecordCounts;
import dev.jetbridge.pipelines.operations.RunCounts;
import dev.jetbridge.pipelines.report.ReportedProduct.About;
import dev.jetbridge.pipelines.report.ReportedProduct.Ended;
import dev.jetbridge.pipelines.report.ReportedProduct.RunFigures;
import dev.jetbridge.pipelines.report.Segmentation.Segment;
import dev.jetbridge.pipelines.report.ValueDistribution.ValueClass;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A literal model of the sample airline's first run. */
final class SampleReport {
  static final Instant AS_OF = Instant.parse("2023-08-31T23:59:59.999999Z");
  private static final Instant NEWEST = Instant.parse("2023-08-31T20:14:00Z");

  private SampleReport() {}

  static ReportModel allPublished() {
    return new ReportModel(
        AS_OF,
        products(),
        List.of(),
        Optional.of(segmentation()),
        Optional.of(values()),
        List.of(bgNbd(), gammaGamma(), segments()),
        Optional.of("registration-plan.json"));
  }

  /** Everything unpleasant at once: each ending, refused files, late data, open rules. */
  static ReportModel troubled() {
    List<ReportedProduct> products = new ArrayList<>(products());
    products.replaceAll(
        p ->
            switch (p.id().toString()) {
              case "loyalty.members" -> refusedMembers(p);
              case "loyalty.activity" ->
                  new ReportedProduct(
                      p.about(),
                      new Ended(Ending.UNCHANGED, "no new file", Optional.empty()),
                      p.run(),
                      p.rows(),
                      p.findings(),
                      new Freshness(
                          Optional.of(AS_OF.minus(Duration.ofDays(4))),
                          Optional.of(NEWEST.minus(Duration.ofDays(4))),
                          Optional.of(Duration.ofDays(2))));
              case "flightops.flight_legs" ->
                  new ReportedProduct(
                      p.about(),
                      new Ended(
                          Ending.FAILED,
                          "Cannot make flightops.flight_legs: no space left on device, 0 bytes free"
                              + " vs 41 MB needed",
                          Optional.of(FailureKind.EXTERNAL)),
                      Optional.empty(),
                      Optional.empty(),
                      Findings.NONE,
                      new Freshness(
                          Optional.empty(), Optional.empty(), Optional.of(Duration.ofDays(2))));
              case "retail.inflight_sales" -> salesWithRefusedFiles(p);
              case "identity.links", "identity.persons", "customer360.interactions" ->
                  new ReportedProduct(
                      p.about(),
                      new Ended(
                          Ending.BLOCKED,
                          "its input loyalty.members failed or was refused",
                          Optional.empty()),
                      p.run(),
                      p.rows(),
                      p.findings(),
                      p.freshness());
              case "reservations.bookings" ->
                  new ReportedProduct(
                      p.about(),
                      new Ended(
                          Ending.NOTHING_ACCEPTED,
                          "none of the 12 records was accepted, all are in quarantine: 12 because"
                              + " country must not be empty (required)",
                          Optional.of(FailureKind.CONTRACT)),
                      p.run(),
                      p.rows(),
                      p.findings(),
                      p.freshness());
              case "reference.exchange_rates" ->
                  new ReportedProduct(
                      p.about(),
                      new Ended(Ending.NOT_RUN, "", Optional.empty()),
                      p.run(),
                      p.rows(),
                      p.findings(),
                      p.freshness());
              default -> p;
            });
    return new ReportModel(
        AS_OF,
        products,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(pooled()),
        Optional.empty());
  }

  private static ReportedProduct refusedMembers(ReportedProduct product) {
    return new ReportedProduct(
        product.about(),
        new Ended(
            Ending.REFUSED,
            "Cannot publish loyalty.members: rule key observed 0.9713, expected share of rows whose"
                + " (loyalty_number) occurs once = 1; its rows stay on branch"
                + " audit_8f2c61d09be4a7f3",
            Optional.of(FailureKind.CONTRACT)),
        product.run(),
        product.rows(),
        new Findings(
            21,
            List.of(
                new Findings.Rule(
                    "key",
                    true,
                    true,
                    Optional.of(0.9713),
                    "share of rows whose (loyalty_number) occurs once = 1"),
                new Findings.Rule(
                    "email_share", false, false, Optional.empty(), "no row was seen")),
            List.of(),
            product.findings().quarantine(),
            List.of()),
        product.freshness());
  }

  private static ReportedProduct salesWithRefusedFiles(ReportedProduct product) {
    return new ReportedProduct(
        product.about(),
        product.ended(),
        product.run(),
        product.rows(),
        new Findings(
            24,
            List.of(),
            List.of(),
            product.findings().quarantine(),
            List.of(
                new Findings.RefusedFile(
                    "sales_<20230830>.jsonl.gz", "truncated gzip", "byte 81,920"),
                new Findings.RefusedFile(
                    "=HYPERLINK(\"x\")&.jsonl", "not UTF-8", "record 17, byte 4,096"))),
        product.freshness());
  }

  static List<ReportedProduct> products() {
    return List.of(
        source(
            "flightops.flight_legs",
            "Every flight leg: schedule, actual times, status and the cause of a delay.",
            figures(1L, 6.1, 365, 0, new RecordCounts(21_904, 21_170, 690, 30, 14, 0)),
            List.of(
                reason(
                    "arrived_at",
                    "row-rule:arrives_after_departure",
                    "must fulfil arrived_at > departed_at",
                    9),
                reason(
                    "delay_cause",
                    "valid-values",
                    "must be one of weather, crew, technical, atc, rotation, security",
                    5))),
        source(
            "loyalty.activity",
            "Points earned and spent by members of the loyalty programme.",
            figures(2L, 5.2, 365, 0, new RecordCounts(88_412, 88_204, 0, 187, 21, 0)),
            List.of(reason("points", "type", "must be a whole number", 21))),
        source(
            "loyalty.members",
            "Members of the loyalty programme, as the programme tells it.",
            figures(3L, 4.8, 365, 0, new RecordCounts(12_944, 9_120, 3_761, 40, 23, 0)),
            List.of(
                reason("birth_date", "type", "must be a date like dd/MM/yyyy", 11),
                reason("loyalty_number", "pattern", "must match ^SK[0-9]{9}$", 7),
                reason("surname", "required", "must not be empty", 5))),
        source(
            "reference.exchange_rates",
            "Daily exchange rates to the base currency.",
            figures(4L, 2.9, 13, 0, new RecordCounts(3_285, 3_285, 0, 0, 0, 0)),
            List.of()),
        source(
            "reservations.bookings",
            "Every passenger-segment that was sold, changed or cancelled, as the reservation system"
                + " tells it.",
            figures(5L, 11.4, 365, 0, new RecordCounts(131_507, 104_883, 26_180, 310, 134, 0)),
            List.of(
                reason(
                    "fare_amount", "type", "must be a decimal number with at most 2 decimals", 41),
                reason("departure_date", "type", "must be a date like yyyyMMdd", 30),
                reason("", "fields", "the record has more or fewer fields than the header", 22),
                reason("currency", "valid-values", "must be one of AED, EUR, GBP, INR, USD", 17),
                reason("ticket_number", "pattern", "must match ^[0-9]{13}$", 12),
                reason("", "row-rule:arrives_elsewhere", "must fulfil origin <> destination", 8),
                reason("coupon_number", "maximum", "must be at most 16", 3),
                reason("cabin", "required", "must not be empty", 1))),
        source(
            "retail.inflight_sales",
            "What was sold on board.",
            figures(6L, 5.0, 365, 2, new RecordCounts(30_118, 30_092, 0, 12, 14, 0)),
            List.of(reason("", "json", "the line is not one JSON object", 14))),
        made(
            "identity.links",
            ProductKind.AGGREGATE,
            1,
            List.of(
                "reservations.bookings",
                "loyalty.members",
                "loyalty.activity",
                "retail.inflight_sales"),
            "Which person each source record speaks of.",
            236_541,
            new Findings(
                14,
                List.of(
                    new Findings.Rule(
                        "identified_share_inflight_sales",
                        true,
                        false,
                        Optional.of(0.0431),
                        "Completeness \"person_id\" > 0.05 where \"source ="
                            + " 'retail.inflight_sales'\"")),
                List.of(
                    share("bookings", 0.684, 0.5, true),
                    share("members", 1, 0.99, true),
                    share("activity", 0.9992, 0.9, true),
                    share("inflight sales", 0.0431, 0.05, false)),
                List.of(),
                List.of())),
        made(
            "identity.persons",
            ProductKind.AGGREGATE,
            2,
            List.of("identity.links", "reservations.bookings", "loyalty.members"),
            "The people behind the records, one row each.",
            14_702,
            passed(11)),
        made(
            "customer360.interactions",
            ProductKind.AGGREGATE,
            2,
            List.of(
                "identity.links",
                "reservations.bookings",
                "loyalty.members",
                "loyalty.activity",
                "flightops.flight_legs",
                "retail.inflight_sales"),
            "What happened between each person and the airline, in time order.",
            311_908,
            passed(12)),
        made(
            "customer360.purchases",
            ProductKind.AGGREGATE,
            2,
            List.of("reservations.bookings", "identity.links", "reference.exchange_rates"),
            "What each person bought, net of taxes and refunds, in the base currency.",
            38_277,
            passed(19)),
        made(
            "features.customer_lifetime_value",
            ProductKind.CONSUMER_ALIGNED,
            3,
            List.of("customer360.purchases"),
            "Whether each customer is still active, how often they will buy and what that is worth"
                + " today.",
            9_214,
            passed(16)),
        made(
            "features.customer_segments",
            ProductKind.CONSUMER_ALIGNED,
            3,
            List.of("customer360.purchases"),
            "How recently, how often and for how much each customer buys, and the segment that"
                + " follows.",
            9_214,
            passed(22)));
  }

  static ReportedProduct source(
      String id, String purpose, RunFigures run, List<Findings.QuarantineReason> quarantine) {
    return new ReportedProduct(
        new About(
            ProductId.parse(id),
            ProductKind.SOURCE_ALIGNED,
            0,
            List.of(),
            purpose,
            ProductId.parse(id).domain(),
            "One row a record."),
        new Ended(Ending.PUBLISHED, "", Optional.empty()),
        Optional.of(
            new RunFigures(
                run.asOf(),
                7_310_482_915_664_201_300L + run.snapshot(),
                run.seconds(),
                run.counts())),
        Optional.of(run.counts().tableRows()),
        new Findings(24, List.of(), List.of(), quarantine, List.of()),
        new Freshness(Optional.of(AS_OF), Optional.of(NEWEST), Optional.of(Duration.ofDays(2))));
  }

  static ReportedProduct made(
      String id,
      ProductKind kind,
      int wave,
      List<String> inputs,
      String purpose,
      long rows,
      Findings findings) {
    return new ReportedProduct(
        new About(
            ProductId.parse(id),
            kind,
            wave,
            inputs.stream().map(ProductId::parse).toList(),
            purpose,
            "customer-science",
            "One row a person."),
        new Ended(Ending.PUBLISHED, "", Optional.empty()),
        Optional.of(
            new RunFigures(
                AS_OF, 5_120_883_402_117_660_004L, Optional.of(3.4), RunCounts.ofRows(rows, rows))),
        Optional.of(rows),
        findings,
        new Freshness(Optional.of(AS_OF), Optional.empty(), Optional.empty()));
  }

  private static RunFigures figures(
      long snapshot, double seconds, long files, long refused, RecordCounts records) {
    return new RunFigures(
        AS_OF,
        snapshot,
        Optional.of(seconds),
        new RunCounts(files, refused, records, records.loaded()));
  }

  private static Findings passed(int rules) {
    return new Findings(rules, List.of(), List.of(), List.of(), List.of());
  }

  private static Findings.QuarantineReason reason(
      String column, String rule, String reason, long records) {
    return new Findings.QuarantineReason(column, rule, reason, records);
  }

  private static Findings.IdentifiedShare share(
      String source, double share, double demanded, boolean holds) {
    return new Findings.IdentifiedShare(source, share, Optional.of(demanded), holds);
  }

  static Segmentation segmentation() {
    return new Segmentation(
        AS_OF,
        "AED",
        List.of(
            segment(
                1,
                "Champions",
                "Bought recently, often and for the most.",
                812,
                "31240000",
                18.2,
                9.8,
                341),
            segment(2, "Loyal", "Buy often and still do.", 1_904, "22810000", 41.7, 5.1, 322),
            segment(
                3, "Promising", "New, with one or two purchases.", 2_377, "9120000", 33.4, 1.6, 61),
            segment(
                4, "At risk", "Bought often, but not for long.", 1_618, "8740000", 187.9, 3.2, 329),
            segment(5, "Lapsed", "Bought once, long ago.", 2_503, "4410000", 264.3, 1.1, 271)));
  }

  private static Segment segment(
      int number,
      String name,
      String description,
      long customers,
      String spend,
      double recency,
      double frequency,
      double tenure) {
    return new Segment(
        number, name, description, customers, new BigDecimal(spend), recency, frequency, tenure);
  }

  static ValueDistribution values() {
    String[] from = {
      "0", "54", "130", "190", "240", "330", "460", "580", "720", "910", "1300", "1700", "2200",
      "2900", "3800", "4700", "6100", "8300", "12000", "17000", "24000", "41000", "62000"
    };
    long[] customers = {
      61, 102, 188, 305, 411, 560, 702, 744, 811, 823, 1010, 903, 801, 640, 441, 282, 190, 121, 66,
      31, 15, 5, 2
    };
    List<ValueClass> classes = new ArrayList<>();
    for (int i = 0; i < from.length; i++) {
      BigDecimal least = new BigDecimal(from[i]);
      classes.add(
          new ValueClass(least, customers[i], least.multiply(BigDecimal.valueOf(customers[i]))));
    }
    return new ValueDistribution(AS_OF, "AED", 52, 7_318.4, classes);
  }

  static FittedModel bgNbd() {
    return new FittedModel(
        ProductId.parse("features.customer_lifetime_value"),
        "bg-nbd-6f0b12c9a4e07d5513aa90c2",
        "bg-nbd",
        json("{'a': 0.412, 'alpha': 7.318, 'b': 3.107, 'fitted': true, 'r': 0.871}"),
        json(
            "{'cells': 7412, 'customers': 9214, 'log_likelihood': -61204.8, 'method': 'maximum"
                + " likelihood', 'repeat_customers': 6120, 'rounds': 27}"));
  }

  private static FittedModel gammaGamma() {
    return new FittedModel(
        ProductId.parse("features.customer_lifetime_value"),
        "gamma-gamma-02d9e71b6f33c8aa41d07e6b",
        "gamma-gamma",
        json("{'fitted': true, 'p': 4.81, 'q': 3.92, 'v': 1184.2}"),
        json(
            "{'cells': 6088, 'correlation_of_repeats_and_value': 0.0418, 'customers': 6120,"
                + " 'log_likelihood': -50211.3, 'method': 'maximum likelihood', 'rounds': 22}"));
  }

  static FittedModel segments() {
    return new FittedModel(
        ProductId.parse("features.customer_segments"),
        "k-means-segments-91be07a3c5d2f0e864a1b377",
        "k-means-segments",
        json(
            "{'segments': [{'id': 1, 'name': 'Champions', 'description': 'x'}], 'grid_halvings':"
                + " 0}"),
        json("{'customers': 9214, 'explained_spread': 0.713, 'rounds': 14, 'settled': true}"));
  }

  static FittedModel pooled() {
    return new FittedModel(
        ProductId.parse("features.customer_lifetime_value"),
        "bg-nbd-000000000000000000000000",
        "bg-nbd",
        json("{'fitted': false, 'purchases_a_week': 0.021}"),
        json(
            "{'customers': 12, 'method': 'pooled rate', 'reason': 'not fitted: 3 customers with a"
                + " repeat purchase, at least 30 needed'}"));
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
