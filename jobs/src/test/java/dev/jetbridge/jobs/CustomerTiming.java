package dev.jetbridge.jobs;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.translate;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.columns.Activity;
import dev.jetbridge.contracts.columns.Bookings;
import dev.jetbridge.contracts.columns.ExchangeRates;
import dev.jetbridge.contracts.columns.FlightLegs;
import dev.jetbridge.contracts.columns.InflightSales;
import dev.jetbridge.contracts.columns.Interactions;
import dev.jetbridge.contracts.columns.Links;
import dev.jetbridge.contracts.columns.Members;
import dev.jetbridge.contracts.columns.Persons;
import dev.jetbridge.contracts.columns.Purchases;
import dev.jetbridge.jobs.registration.Jobs;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seconds of the identity and customer 360 jobs, Parquet to Parquet, after a small run that warms
 * up: five coupons a customer, a third of them members. Run by hand: {@code mvn -pl jobs test
 * -Dtest=CustomerTiming -Djetbridge.timing.customers=20000}.
 */
class CustomerTiming extends SparkTest {
  private static final LocalDate FIRST_DAY = LocalDate.parse("2023-01-01");
  private static final RunContext RUN = asOf("2026-03-31T23:59:59.999999Z");
  private static final Column ID = col("id");
  private static final Column CUSTOMER = col("customer");

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  @TempDir private Path folder;

  @Test
  void timesEveryJob() {
    int customers = Integer.getInteger("jetbridge.timing.customers", 20_000);
    spark.conf().set("spark.sql.shuffle.partitions", 8);
    run("warm", 1_000);

    run("timed", customers);

    assertThat(table("timed", Links.TABLE).filter(col(Links.PERSON_ID).isNotNull()).count())
        .isGreaterThan(customers);
  }

  private void run(String name, int customers) {
    write(name, Bookings.TABLE, bookings(customers));
    write(name, Members.TABLE, members(customers));
    write(name, Activity.TABLE, activity(customers));
    write(name, InflightSales.TABLE, sales(customers));
    write(name, ExchangeRates.TABLE, rates());
    write(name, FlightLegs.TABLE, legs());
    InMemoryInputs inputs = new InMemoryInputs();
    for (ProductId source :
        new ProductId[] {
          Bookings.TABLE,
          Members.TABLE,
          Activity.TABLE,
          InflightSales.TABLE,
          ExchangeRates.TABLE,
          FlightLegs.TABLE
        }) {
      inputs.and(source, table(name, source));
    }

    time(name, Links.TABLE, Map.of("sharedEmailPersons", 8), inputs);
    inputs.and(Links.TABLE, table(name, Links.TABLE)).withPrevious(table(name, Links.TABLE));
    time(name + " again", Links.TABLE, Map.of("sharedEmailPersons", 8), inputs);
    time(name, Persons.TABLE, Map.of(), inputs);
    time(name, Purchases.TABLE, Map.of("baseCurrency", "AED"), inputs);
    time(name, Interactions.TABLE, Map.of("delayedFromMinutes", 15), inputs);
  }

  private void time(
      String name, ProductId product, Map<String, Object> parameters, InMemoryInputs inputs) {
    long start = System.nanoTime();
    long startCpu = PROCESS.getProcessCpuTime();
    write(name, product, Jobs.create(product.toString(), parameters).run(inputs, RUN).rows());
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = (PROCESS.getProcessCpuTime() - startCpu) / 1e9;
    System.out.printf(
        "%s %s: %d rows in %.1f s, %.1f s of processor%n",
        name, product, table(name, product).count(), seconds, cpuSeconds);
  }

  private void write(String name, ProductId product, Dataset<Row> rows) {
    rows.write().parquet(folder.resolve(name).resolve(product.toString()).toString());
  }

  private Dataset<Row> table(String name, ProductId product) {
    return spark.read().parquet(folder.resolve(name).resolve(product.toString()).toString());
  }

  private static Dataset<Row> bookings(int customers) {
    Column day = xxhash64(ID, lit("day")).mod(500).plus(600).cast("int");
    Column withNumber = CUSTOMER.mod(3).equalTo(0).and(ID.mod(2).equalTo(0));
    Dataset<Row> tickets =
        spark
            .range(customers * 5L / 2)
            .toDF()
            .withColumn("customer", xxhash64(ID).bitwiseAND(0x7fffffff).mod(customers));
    return conforming(
        Bookings.TABLE,
        tickets
            .withColumn(Bookings.TICKET_NUMBER, lpad(ID.cast("string"), 13, "0"))
            .withColumn(Bookings.COUPON_NUMBER, explode(array(lit(1), lit(2))))
            .withColumn(Bookings.RECORD_LOCATOR, lpad(ID.cast("string"), 6, "A"))
            .withColumn(
                Bookings.BOOKED_AT,
                timestamp_seconds(day.cast("long").multiply(86_400).plus(1_672_531_200L)))
            .withColumn(Bookings.UPDATED_AT, col(Bookings.BOOKED_AT))
            .withColumn(Bookings.CHANNEL, lit("web"))
            .withColumn(Bookings.PASSENGER_GIVEN_NAME, letters("Given", CUSTOMER))
            .withColumn(Bookings.PASSENGER_SURNAME, letters("Family", floor(CUSTOMER.divide(3))))
            .withColumn(Bookings.PASSENGER_BIRTH_DATE, when(ID.mod(5).gt(0), birthDate()))
            .withColumn(
                Bookings.PASSENGER_EMAIL, email(when(ID.mod(7).equalTo(0), "new").otherwise("c")))
            .withColumn(Bookings.PASSENGER_LOYALTY_NUMBER, when(withNumber, number()))
            .withColumn(
                Bookings.PAYER_TYPE, when(ID.mod(10).equalTo(0), "agency").otherwise("traveller"))
            .withColumn(Bookings.FLIGHT_NUMBER, concat(lit("EK"), lpad(flight(), 3, "0")))
            .withColumn(Bookings.DEPARTURE_AIRPORT, lit("DXB"))
            .withColumn(Bookings.ARRIVAL_AIRPORT, lit("LHR"))
            .withColumn(Bookings.DEPARTURE_DATE, date_add(lit(FIRST_DAY), day.plus(20)))
            .withColumn(Bookings.CABIN, lit("Y"))
            .withColumn(Bookings.STATUS, lit("confirmed"))
            .withColumn(Bookings.FARE_AMOUNT, ID.mod(900).plus(100))
            .withColumn(Bookings.TAX_AMOUNT, lit(45))
            .withColumn(Bookings.REFUND_AMOUNT, lit(0))
            .withColumn(Bookings.CURRENCY, when(ID.mod(2).equalTo(0), "GBP").otherwise("AED")));
  }

  private static Dataset<Row> members(int customers) {
    return conforming(
        Members.TABLE,
        everyThird(customers)
            .withColumn(Members.LOYALTY_NUMBER, number())
            .withColumn(Members.GIVEN_NAME, letters("Given", CUSTOMER))
            .withColumn(Members.SURNAME, letters("Family", floor(CUSTOMER.divide(3))))
            .withColumn(Members.BIRTH_DATE, birthDate())
            .withColumn(Members.EMAIL, email(lit("c")))
            .withColumn(Members.TIER, lit("blue"))
            .withColumn(Members.ENROLLED_ON, lit(FIRST_DAY))
            .withColumn(Members.CHANGED_AT, timestamp_seconds(lit(1_672_531_200L))));
  }

  private static Dataset<Row> activity(int customers) {
    return conforming(
        Activity.TABLE,
        everyThird(customers)
            .withColumn("n", explode(array(lit(1), lit(2), lit(3), lit(4))))
            .withColumn(
                Activity.ACTIVITY_ID,
                concat(lit("A"), lpad(concat(CUSTOMER.cast("string"), col("n")), 12, "0")))
            .withColumn(Activity.LOYALTY_NUMBER, number())
            .withColumn(Activity.ACTIVITY_TYPE, lit("flight"))
            .withColumn(Activity.OCCURRED_AT, timestamp_seconds(lit(1_742_531_200L)))
            .withColumn(Activity.MILES, lit(1200)));
  }

  private static Dataset<Row> sales(int customers) {
    return conforming(
        InflightSales.TABLE,
        spark
            .range(customers)
            .toDF()
            .withColumn("customer", ID)
            .withColumn(InflightSales.SALE_ID, concat(lit("S"), lpad(ID.cast("string"), 12, "0")))
            .withColumn(InflightSales.LOYALTY_NUMBER, when(CUSTOMER.mod(9).equalTo(0), number()))
            .withColumn(InflightSales.FLIGHT_NUMBER, lit("EK001"))
            .withColumn(InflightSales.CATEGORY, lit("perfume"))
            .withColumn(InflightSales.QUANTITY, lit(1))
            .withColumn(InflightSales.SOLD_AT, timestamp_seconds(lit(1_742_531_200L))));
  }

  private static Dataset<Row> rates() {
    return conforming(
        ExchangeRates.TABLE,
        spark
            .range(1_150)
            .toDF()
            .withColumn(ExchangeRates.RATE_DATE, date_add(lit(FIRST_DAY), ID.cast("int")))
            .withColumn(ExchangeRates.CURRENCY, lit("GBP"))
            .withColumn(ExchangeRates.BASE_CURRENCY, lit("AED"))
            .withColumn(ExchangeRates.RATE, lit("4.61234567")));
  }

  private static Dataset<Row> legs() {
    Column departure = ID.mod(1_150).multiply(86_400).plus(1_672_531_200L);
    return conforming(
        FlightLegs.TABLE,
        spark
            .range(1_150 * 100)
            .toDF()
            .withColumn(
                FlightLegs.FLIGHT_NUMBER,
                concat(lit("EK"), lpad(floor(ID.divide(1_150)).cast("string"), 3, "0")))
            .withColumn(
                FlightLegs.DEPARTURE_DATE, date_add(lit(FIRST_DAY), ID.mod(1_150).cast("int")))
            .withColumn(FlightLegs.DEPARTURE_AIRPORT, lit("DXB"))
            .withColumn(FlightLegs.STATUS, lit("arrived"))
            .withColumn(FlightLegs.SCHEDULED_DEPARTURE_AT, timestamp_seconds(departure))
            .withColumn(FlightLegs.ACTUAL_DEPARTURE_AT, timestamp_seconds(departure))
            .withColumn(FlightLegs.SCHEDULED_ARRIVAL_AT, timestamp_seconds(departure.plus(25_000)))
            .withColumn(FlightLegs.ACTUAL_ARRIVAL_AT, timestamp_seconds(departure.plus(25_600))));
  }

  private static Dataset<Row> everyThird(int customers) {
    return spark.range(0, customers, 3).toDF().withColumn("customer", ID);
  }

  private static Column flight() {
    return xxhash64(ID, col(Bookings.COUPON_NUMBER)).bitwiseAND(0xffff).mod(100).cast("string");
  }

  private static Column letters(String prefix, Column number) {
    return concat(lit(prefix), translate(number.cast("string"), "0123456789", "abcdefghij"));
  }

  private static Column birthDate() {
    return date_add(lit(LocalDate.parse("1950-01-01")), CUSTOMER.mod(20_000).cast("int"));
  }

  private static Column email(Column prefix) {
    return concat(prefix, floor(CUSTOMER.divide(3)).cast("string"), lit("@example.com"));
  }

  private static Column number() {
    return concat(lit("SK"), lpad(CUSTOMER.cast("string"), 9, "0"));
  }

  private static Dataset<Row> conforming(ProductId product, Dataset<Row> rows) {
    Column[] columns =
        Arrays.stream(ContractSchemas.of(product).fields())
            .map(field -> column(rows, field))
            .toArray(Column[]::new);
    return rows.select(columns);
  }

  private static Column column(Dataset<Row> rows, StructField field) {
    boolean given = List.of(rows.columns()).contains(field.name());
    return (given ? col(field.name()) : lit(null)).cast(field.dataType()).as(field.name());
  }
}
