package dev.jetbridge.pipelines.cli;

import dev.jetbridge.jobs.features.value.transactions.Accuracy;
import dev.jetbridge.jobs.features.value.transactions.ValueFit;
import dev.jetbridge.pipelines.report.Wording;
import dev.jetbridge.pipelines.value.Figures;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a fit of purchases found, as the console shows it. */
record FittedValue(ValueFit.Request request, ValueFit.Result result) {
  void print(PrintWriter print) {
    print.printf(
        Locale.ROOT,
        "%,d customers with %,d purchases from %s to %s, %,d of whom bought again%n%n",
        result.data().customers(),
        result.data().purchases(),
        result.data().firstDay(),
        request.calibrationEnd(),
        result.window().histories().repeatCustomers());
    List<List<String>> models = new ArrayList<>();
    for (ValueFit.Weighted weighted : result.models()) {
      models.add(
          List.of(
              weighted.fitted().model().kind(),
              Wording.percent(weighted.weight()),
              String.format(Locale.ROOT, "%.2f", weighted.fitted().logLikelihood()),
              weighted.fitted().known().entrySet().stream()
                  .map(p -> p.getKey() + " " + Wording.measure(p.getValue()))
                  .collect(Collectors.joining(", "))));
    }
    TextTable.print(print, List.of("model", "weight", "ln L", "parameters"), models);
    result.models().stream()
        .flatMap(m -> m.fitted().limits().stream().map(l -> m.fitted().model().kind() + ": " + l))
        .forEach(print::println);
    if (request.model().equals(ValueFit.AUTO) && result.origins() == 0) {
      print.println(
          "Too little was bought before to judge the models by it: all have the same weight.");
    }
    if (request.amounts() && result.spend().isEmpty()) {
      print.println("Too few customers paid anything to fit what a purchase is worth.");
    }
    result.holdout().ifPresent(holdout -> print(print, holdout, result.step()));
    if (result.holdout().isEmpty()) {
      print.println();
      print.println("The data end with the calibration, so that nothing was compared.");
    }
  }

  private static void print(PrintWriter print, ValueFit.Holdout holdout, ValueFit.Step step) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("purchases", holdout.purchases()));
    rows.add(row("purchases, median", holdout.median()));
    holdout.meanValue().ifPresent(a -> rows.add(row("mean value of those who bought again", a)));
    holdout.value().ifPresent(a -> rows.add(row("value", a)));
    print.println();
    print.println("The " + holdout.steps() + " " + step.word() + " after the calibration:");
    TextTable.print(
        print,
        List.of("", "customers", "actual", "expected", "bias", "MAE", "RMSE", "correlation"),
        rows);
  }

  private static List<String> row(String name, Accuracy accuracy) {
    return List.of(
        name,
        Wording.measure(accuracy.customers()),
        Wording.measure(accuracy.actual()),
        Wording.measure(accuracy.expected()),
        Figures.signedPercent(accuracy.bias()),
        Figures.error(accuracy.meanAbsoluteError()),
        Figures.error(accuracy.rootMeanSquareError()),
        String.format(Locale.ROOT, "%.4f", accuracy.correlation()));
  }
}
