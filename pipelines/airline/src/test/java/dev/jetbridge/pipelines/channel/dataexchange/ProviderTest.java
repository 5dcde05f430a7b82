package dev.jetbridge.pipelines.channel.dataexchange;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.columns.Airports;
import dev.jetbridge.contracts.columns.ExchangeRates;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.landing.Landing;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A provider of exchange rates, and a landing that takes them. */
abstract class ProviderTest {
  static final Instant MONDAY = Instant.parse("2023-08-28T23:00:00Z");
  static final Instant TUESDAY = MONDAY.plusSeconds(86_400);

  final Contract rates = ContractLoader.bundled().get(ExchangeRates.TABLE);
  final Contract airports = ContractLoader.bundled().get(Airports.TABLE);
  final String rateSet = Provider.dataSet(rates);

  @TempDir Path root;
  Landing landing;
  Provider provider;

  @BeforeEach
  void openProvider() {
    landing = new Landing(root.resolve("landing"));
    provider = new Provider(root.resolve("offered"));
    provider.offer(rateSet);
  }

  @AfterEach
  void stop() {
    provider.close();
  }
}
