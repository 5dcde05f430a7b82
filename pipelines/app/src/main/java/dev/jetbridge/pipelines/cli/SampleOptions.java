package dev.jetbridge.pipelines.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The size of the sample airline; what is not said is as the home has it, else the default. */
public final class SampleOptions {
  /** What not to be asked means. */
  public static final String YES =
      "Simulate without asking, however much it is; by default more than two years are asked"
          + " about.";

  @Option(
      names = "--customers",
      paramLabel = "N",
      description = "Customers of the sample airline (default: 10000).")
  private Integer customers;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "Days of the sample airline up to 2023-08-31 (default: 365).")
  private Integer days;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the sample airline (default: 1).")
  private Long seed;

  @Option(names = "--yes", description = YES)
  private boolean yes;

  public Optional<Integer> customers() {
    return Optional.ofNullable(customers);
  }

  public Optional<Integer> days() {
    return Optional.ofNullable(days);
  }

  public Optional<Long> seed() {
    return Optional.ofNullable(seed);
  }

  /** Whether however much is meant. */
  public boolean yes() {
    return yes;
  }
}
