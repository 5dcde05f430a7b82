package dev.jetbridge.pipelines.airline;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.config.Home;
import dev.jetbridge.pipelines.simulator.SimulationCost;
import dev.jetbridge.pipelines.simulator.Simulator;
import dev.jetbridge.pipelines.simulator.world.SimulationPlan;
import dev.jetbridge.pipelines.storage.OwnerOnly;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * The sample airline of a home: its size and seed are fixed when the home is first used, its days
 * go on as the as-of instant does.
 */
public final class SampleAirline {
  /** The last day that is simulated when nobody says another. */
  public static final LocalDate DEFAULT_LAST_DAY = LocalDate.of(2023, 8, 31);

  private static final String BASE_CURRENCY = "AED";

  private final Home home;

  public SampleAirline(Home home) {
    this.home = home;
  }

  /** What the caller asks for; empty ones mean what the home has, else the default. */
  public record Options(Optional<Integer> customers, Optional<Integer> days, Optional<Long> seed) {}

  /**
   * What this call delivered.
   *
   * @param before whether the files of these days were there before
   */
  public record Delivered(SimulationPlan plan, long files, boolean before) {
    /** The end of the day on which the first file comes; empty once that was. */
    public Optional<LocalDate> awaited() {
      return Optional.of(plan.firstDelivery()).filter(first -> first.isAfter(plan.lastDay()));
    }

    /** The outcome in words. */
    public String inWords() {
      if (awaited().isPresent()) {
        return "no file has been delivered yet: the first ones come at the end of "
            + awaited().get();
      }
      if (files > 0) {
        return files + " files of " + plan.customers() + " customers";
      }
      return before ? "every file of these days is there already" : "no file came on these days";
    }
  }

  /**
   * Delivers the files up to the as-of instant that were not delivered before.
   *
   * @param approval is told what it will take, and throws when that is too much
   * @throws JetbridgeException CONFIG when the home has another size or seed, or the as-of instant
   *     is before its first day
   */
  public Delivered deliver(
      SparkSession spark, Options options, Instant asOf, Consumer<SimulationCost> approval) {
    Path note = home.root().resolve("sample.properties");
    Properties stored = read(note);
    long customers = chosen(stored, "customers", options.customers(), 10_000);
    long days = chosen(stored, "days", options.days(), 365);
    long seed = chosen(stored, "seed", options.seed(), 1);
    LocalDate first = DEFAULT_LAST_DAY.minusDays(days - 1);
    LocalDate last = asOf.atZone(ZoneOffset.UTC).toLocalDate();
    if (last.isBefore(first)) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot run as of "
              + last
              + ": the sample airline begins on "
              + first
              + "; use a later --as-of or more --days in a new --home");
    }
    SimulationPlan plan =
        new SimulationPlan(Math.toIntExact(customers), first, last, seed, BASE_CURRENCY);
    Optional<LocalDate> through =
        Optional.ofNullable(stored.getProperty("through")).map(LocalDate::parse);
    if (through.isPresent() && !through.get().isBefore(last)) {
      return new Delivered(plan, 0, true);
    }
    approval.accept(SimulationCost.of(plan, through));
    own(home.sources());
    own(home.truth());
    long files =
        new Simulator(spark).simulate(plan, through, home.sources(), home.truth()).newFiles();
    stored.setProperty("customers", Long.toString(customers));
    stored.setProperty("days", Long.toString(days));
    stored.setProperty("seed", Long.toString(seed));
    stored.setProperty("through", last.toString());
    write(note, stored);
    return new Delivered(plan, files, false);
  }

  private static void own(Path folder) {
    try {
      OwnerOnly.make(folder);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot make " + folder + ": " + e.getMessage(), e);
    }
  }

  private long chosen(
      Properties stored, String key, Optional<? extends Number> asked, long byDefault) {
    String has = stored.getProperty(key);
    if (has == null) {
      return asked.isPresent() ? asked.get().longValue() : byDefault;
    }
    if (asked.isPresent() && asked.get().longValue() != Long.parseLong(has)) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot use home "
              + home.root()
              + " with --"
              + key
              + " "
              + asked.get()
              + ": its sample airline has "
              + key
              + " "
              + has
              + "; leave the option out or choose another --home");
    }
    return Long.parseLong(has);
  }

  private static Properties read(Path note) {
    Properties properties = new Properties();
    if (Files.exists(note)) {
      try (Reader reader = Files.newBufferedReader(note)) {
        properties.load(reader);
      } catch (IOException e) {
        throw failed(note, e);
      }
    }
    return properties;
  }

  private static void write(Path note, Properties properties) {
    Path unfinished = note.resolveSibling("sample.properties.new");
    try {
      try (Writer writer = Files.newBufferedWriter(unfinished)) {
        properties.store(writer, "The sample airline of this home");
      }
      Files.move(
          unfinished, note, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed(note, e);
    }
  }

  private static JetbridgeException failed(Path note, IOException e) {
    return new JetbridgeException(
        FailureKind.EXTERNAL, "Cannot keep " + note + ": " + e.getMessage(), e);
  }
}
