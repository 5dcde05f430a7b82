package dev.jetbridge.pipelines.simulator;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.simulator.feed.Delivery;
import dev.jetbridge.pipelines.simulator.feed.Feed;
import dev.jetbridge.pipelines.simulator.feed.FeedRecords;
import dev.jetbridge.pipelines.simulator.feed.RecordRows;
import dev.jetbridge.pipelines.simulator.sources.Feeds;
import dev.jetbridge.pipelines.simulator.world.Booking;
import dev.jetbridge.pipelines.simulator.world.DeliveryCalendar;
import dev.jetbridge.pipelines.simulator.world.Household;
import dev.jetbridge.pipelines.simulator.world.Households;
import dev.jetbridge.pipelines.simulator.world.Membership;
import dev.jetbridge.pipelines.simulator.world.Person;
import dev.jetbridge.pipelines.simulator.world.Population;
import dev.jetbridge.pipelines.simulator.world.SimulationPlan;
import dev.jetbridge.pipelines.simulator.world.Story;
import dev.jetbridge.pipelines.simulator.world.TripPlanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Simulates the sample airline as one Spark job and writes what its source systems send, and apart
 * from it the truth. Every file is written by one task, so its bytes do not depend on partitions; a
 * file depends on the customers, the first day, the seed, the base currency and its own period.
 *
 * <p>Below the sources, files are {@code <domain>/<file>} as the contracts name them, those of data
 * sets {@code data-exchange/<data set>/<revision>/<file>}: one a month before 1 August 2023, one a
 * day from then on, changed at 23:00 UTC of their last day. A file whose period is not over on the
 * last day is not there yet, nor is one without any record.
 *
 * <p>Below the truth: {@code airline.json} (plan and true parameters of the purchase process),
 * {@code story.json}, {@code files.csv} and {@code totals.csv} (what ingestion must come to),
 * {@code planted/<path>.planted.csv} (record numbers from 1 among the data records), {@code links/}
 * (source record to customer), {@code customers/} and {@code disruptions/}.
 */
public final class Simulator {
  private final SparkSession spark;

  public Simulator(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * The last day whose files are in a truth folder; empty when it has none.
   *
   * @throws JetbridgeException EXTERNAL when it cannot be read
   */
  public static Optional<LocalDate> deliveredThrough(Path truth) {
    try {
      return new TruthFolder(truth).deliveredThrough();
    } catch (IOException e) {
      throw failed("read the truth of the simulation in " + truth, e);
    }
  }

  /**
   * Writes the files of a plan.
   *
   * @param alreadyDeliveredThrough files of periods that end on this day or before are there
   *     already and are left alone
   * @throws JetbridgeException CONFIG when the folders hold another airline, EXTERNAL when a file
   *     cannot be written
   */
  public SimulationResult simulate(
      SimulationPlan plan, Optional<LocalDate> alreadyDeliveredThrough, Path sources, Path truth) {
    Optional<LocalDate> delivered =
        alreadyDeliveredThrough.filter(day -> !day.isBefore(plan.firstDay()));
    TruthFolder folder = new TruthFolder(truth);
    try {
      Map<String, FileTruth> files = new TreeMap<>();
      if (delivered.isPresent()) {
        folder.checkAirline(plan);
        files.putAll(folder.files());
      }
      Delivery delivery = delivery(plan, delivered, sources, truth);
      // A sender's folder is there before his first file.
      for (Feed feed : delivery.feeds()) {
        Files.createDirectories(sources.resolve(feed.form().folder()));
      }
      List<FileTruth> written = write(delivery);
      written.forEach(file -> files.put(file.path(), file));
      folder.writeAirline(plan);
      writeStory(folder, delivery);
      folder.writeFiles(files.values());
      List<SimulationResult.SourceTotals> totals = totals(delivery, files);
      folder.writeTotals(totals);
      return new SimulationResult(written.size(), totals);
    } catch (IOException e) {
      throw failed("write the simulation into " + sources + " and " + truth, e);
    }
  }

  private static JetbridgeException failed(String action, IOException cause) {
    return new JetbridgeException(
        FailureKind.EXTERNAL, "Cannot " + action + ": " + cause.getMessage(), cause);
  }

  private static Delivery delivery(
      SimulationPlan plan, Optional<LocalDate> delivered, Path sources, Path truth) {
    return Delivery.of(
        plan,
        new DeliveryCalendar(plan, delivered),
        Feeds.of(ContractLoader.bundled()),
        sources.toAbsolutePath().toString(),
        truth.toAbsolutePath().toString());
  }

  private List<FileTruth> write(Delivery delivery) {
    Encoder<Row> truths = Encoders.row(FileTruth.SCHEMA);
    return records(delivery)
        .repartition(col(RecordRows.FILE))
        .sortWithinPartitions(
            RecordRows.FILE, RecordRows.SORT_KEY, RecordRows.MARKS, RecordRows.FIELDS)
        .mapPartitions(new FilesWriter(delivery), truths)
        .collectAsList()
        .stream()
        .map(FileTruth::of)
        .toList();
  }

  private Dataset<Row> records(Delivery delivery) {
    SimulationPlan plan = delivery.plan();
    Encoder<Row> rows = Encoders.row(RecordRows.SCHEMA);
    FlatMapFunction<Long, Row> ofBlock =
        block -> {
          RecordRows records = new RecordRows(delivery);
          List<FeedRecords> feeds = records.ofFeeds();
          Households households = new Households(plan, delivery.calendar(), delivery.money());
          for (List<Person> people : new Population(delivery.plan()).households(block)) {
            Household household = households.of(people);
            feeds.forEach(feed -> feed.feed().addHousehold(household, feed));
            CustomerTruth.add(household, records);
          }
          return records.rows().iterator();
        };
    long firstDay = plan.firstDay().toEpochDay();
    long lastDay = plan.lastDay().toEpochDay();
    FlatMapFunction<Long, Row> ofDay =
        day -> {
          RecordRows records = new RecordRows(delivery);
          for (FeedRecords feed : records.ofFeeds()) {
            if (day <= lastDay + feed.feed().daysAhead()) {
              feed.feed().addDay(day, feed);
            }
          }
          return records.rows().iterator();
        };
    Dataset<Row> customers =
        spark.range(Population.blocks(plan.customers())).as(Encoders.LONG()).flatMap(ofBlock, rows);
    int ahead = delivery.feeds().stream().mapToInt(Feed::daysAhead).max().orElse(0);
    Dataset<Row> days =
        spark.range(firstDay, lastDay + ahead + 1).as(Encoders.LONG()).flatMap(ofDay, rows);
    return customers.union(days);
  }

  private static void writeStory(TruthFolder folder, Delivery delivery) throws IOException {
    SimulationPlan plan = delivery.plan();
    if (Story.isWithin(plan)) {
      Person person = new Population(plan).households(Story.CUSTOMER).get(0).get(0);
      Booking booking = new TripPlanner(plan, delivery.money()).bookStory(person);
      String number = Membership.of(plan, person, plan.firstDay().toEpochDay()).get(0).number();
      String ticket = booking.tickets().get(0).number();
      folder.writeStory(Story.json(person, ticket, booking.locator(), number));
    }
  }

  private static List<SimulationResult.SourceTotals> totals(
      Delivery delivery, Map<String, FileTruth> files) {
    List<SimulationResult.SourceTotals> totals = new ArrayList<>();
    for (Feed feed : delivery.feeds()) {
      totals.add(TruthFolder.totals(feed.form().product(), feed.form().prefix(), files.values()));
    }
    return totals;
  }
}
