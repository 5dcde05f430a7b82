package dev.jetbridge.pipelines.report;

import dev.jetbridge.contracts.BrokenContract;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything the page says.
 *
 * @param asOf the instant the run speaks of
 * @param products in the order of the run graph
 * @param broken contracts that do not load; their products failed and have no card
 * @param registrationPlan the name of the file with the plan of calls, beside the page
 */
record ReportModel(
    Instant asOf,
    List<ReportedProduct> products,
    List<BrokenContract> broken,
    Optional<Segmentation> segmentation,
    Optional<ValueDistribution> values,
    List<FittedModel> models,
    Optional<String> registrationPlan) {
  ReportModel {
    products = List.copyOf(products);
    broken = List.copyOf(broken);
    models = List.copyOf(models);
  }

  List<ReportedProduct> ended(Ending ending) {
    return products.stream().filter(p -> p.ended().how() == ending).toList();
  }
}
