package dev.jetbridge.pipelines.report;

import static dev.jetbridge.pipelines.session.SparkFailures.readable;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.columns.CustomerLifetimeValue;
import dev.jetbridge.contracts.columns.CustomerSegments;
import dev.jetbridge.pipelines.report.ReportedProduct.About;
import dev.jetbridge.pipelines.report.ReportedProduct.Ended;
import dev.jetbridge.pipelines.report.ReportedProduct.RunFigures;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gathers what the page says: the last published run of each product from operations.runs, what its
 * checks found from the side tables, and the figures of the feature tables. What lies in a table
 * that cannot be read is not shown: its product failed, and says why. A refused product shows the
 * attempt, whose side rows carry the snapshot on its branch.
 */
final class ReportCollector {
  private final ReportInputs inputs;
  private final Map<ProductId, PublishedRun> published;
  private final Map<ProductId, RunResult> results = new HashMap<>();
  private final SideRows side;
  private final NewestValue newest;

  ReportCollector(ReportInputs inputs) {
    this.inputs = inputs;
    this.published =
        PublishedRun.latest(inputs.lake(), inputs.operations(), inputs.contracts().all());
    inputs.results().forEach(r -> results.put(r.contract().id(), r));
    Map<ProductId, Long> shown = new TreeMap<>();
    published.forEach((product, run) -> shown.put(product, run.figures().snapshot()));
    inputs.results().stream()
        .filter(r -> r.status() == RunStatus.REFUSED)
        .forEach(r -> r.snapshot().ifPresent(s -> shown.put(r.contract().id(), s)));
    shown.keySet().retainAll(inputs.contracts().all().stream().map(Contract::id).toList());
    this.side = SideRows.read(inputs.lake(), inputs.operations(), shown);
    this.newest = new NewestValue(inputs.lake());
  }

  ReportModel collect(Optional<String> registrationPlan) {
    List<ReportedProduct> products = new ArrayList<>();
    List<List<Contract>> waves = inputs.contracts().waves();
    for (int wave = 0; wave < waves.size(); wave++) {
      for (Contract contract : waves.get(wave)) {
        products.add(product(contract, wave));
      }
    }
    FeatureFigures features =
        new FeatureFigures(inputs.lake(), currency(inputs.contracts().all()), side.models());
    return new ReportModel(
        inputs.asOf(),
        products,
        inputs.contracts().broken(),
        readable(() -> latest(CustomerSegments.TABLE).flatMap(features::segmentation)),
        readable(() -> latest(CustomerLifetimeValue.TABLE).flatMap(features::values)),
        side.models(),
        registrationPlan);
  }

  private Optional<RunFigures> latest(ProductId product) {
    return Optional.ofNullable(published.get(product)).map(PublishedRun::figures);
  }

  private ReportedProduct product(Contract contract, int wave) {
    Optional<PublishedRun> last = Optional.ofNullable(published.get(contract.id()));
    Optional<RunResult> result = Optional.ofNullable(results.get(contract.id()));
    Optional<RunFigures> attempt =
        result.filter(r -> r.status() == RunStatus.REFUSED).flatMap(this::attempt);
    return new ReportedProduct(
        about(contract, wave),
        result
            .map(r -> new Ended(Ending.of(r), r.message(), r.failure()))
            .orElse(new Ended(Ending.NOT_RUN, "", Optional.empty())),
        attempt.or(() -> last.map(PublishedRun::figures)),
        last.map(PublishedRun::tableRows),
        side.findings(contract.id()),
        new Freshness(
            last.map(r -> r.figures().asOf()),
            readable(() -> last.flatMap(r -> newest.of(contract, r.figures().snapshot()))),
            Promises.latency(contract.serviceLevels())));
  }

  private static About about(Contract contract, int wave) {
    return new About(
        contract.id(),
        contract.kind(),
        wave,
        contract.derivation().inputs(),
        contract.about().purpose(),
        contract.about().owner(),
        contract.about().grain());
  }

  private Optional<RunFigures> attempt(RunResult result) {
    return result
        .snapshot()
        .map(
            snapshot ->
                new RunFigures(
                    inputs.asOf(), snapshot, Optional.of(result.seconds()), result.counts()));
  }

  /** The base currency as the contracts name it. */
  private static String currency(Iterable<Contract> contracts) {
    for (Contract contract : contracts) {
      if (contract.derivation().parameters().get("baseCurrency") instanceof String currency) {
        return currency;
      }
    }
    return "base currency";
  }
}
