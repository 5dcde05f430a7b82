package dev.jetbridge.pipelines.value;

import dev.jetbridge.jobs.features.value.buying.BuyingModel;
import dev.jetbridge.jobs.features.value.buying.Fitted;
import dev.jetbridge.jobs.features.value.transactions.Accuracy;
import dev.jetbridge.jobs.features.value.transactions.ValueFit;
import dev.jetbridge.pipelines.report.Html;
import dev.jetbridge.pipelines.report.Page;
import dev.jetbridge.pipelines.report.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The page of a fit: the models, how they did on what happened later, and the pictures that
 * analysts draw. It holds no row of a customer.
 */
record ValuePage(ValueFit.Request request, ValueFit.Result result, ValueSummary summary) {
  String html() {
    ValueFigures figures = new ValueFigures(result);
    List<Html> parts = new ArrayList<>();
    parts.add(head());
    parts.add(models());
    result.holdout().ifPresent(h -> parts.add(holdout(h, figures)));
    parts.add(
        Html.of(
            "<div class=\"pair\">{}{}</div>",
            tracking(figures),
            result.holdout().map(h -> intervals(figures.coverage(h))).orElse(Html.NONE)));
    parts.add(matrix(figures.matrix()));
    return new Page(
            "lifetime value until " + request.calibrationEnd(),
            Html.join(parts),
            "This page holds counts and measures. It holds no identifier of a customer.")
        .html();
  }

  private Html head() {
    List<Html> tiles = new ArrayList<>();
    summary.figures().forEach((name, figure) -> tiles.add(tile(name, figure)));
    return Html.of(
        """
        <header class="head"><p class="as-of">Purchases from {} to {}</p>
        <h1>What customers will buy in the {} days after {}</h1>
        <dl class="tiles">{}</dl></header>
        """,
        result.data().firstDay(),
        request.calibrationEnd(),
        request.horizonDays(),
        request.calibrationEnd(),
        Html.join(tiles));
  }

  private static Html tile(String name, String figure) {
    return Html.of("<div><dt>{}</dt><dd>{}</dd></div>", name, figure);
  }

  private Html models() {
    List<Html> rows = new ArrayList<>();
    for (ValueFit.Weighted weighted : result.models()) {
      Fitted<? extends BuyingModel> fitted = weighted.fitted();
      rows.add(
          Html.of(
              "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>",
              fitted.model().kind(),
              Wording.percent(weighted.weight()),
              String.format(Locale.ROOT, "%,.2f", fitted.logLikelihood()),
              parameters(fitted)
                  + (fitted.limits().isEmpty() ? "" : "; " + String.join("; ", fitted.limits()))));
    }
    return Html.of(
        """
        <section><h2>Models</h2><p class="note">{}</p>
        <div class="panel scroll"><table class="figures"><thead><tr><th>model</th><th class="n">weight</th><th class="n">ln L</th><th>parameters ± standard errors</th></tr></thead><tbody>{}</tbody></table></div></section>
        """,
        request.model().equals(ValueFit.AUTO)
            ? "Weights are how much each model is to be believed by what it would have forecast at "
                + result.origins()
                + " earlier days; nothing after "
                + request.calibrationEnd()
                + " went in."
            : "Fitted by maximum likelihood; times are in units of "
                + request.unitDays()
                + " days.",
        Html.join(rows));
  }

  private static String parameters(Fitted<? extends BuyingModel> fitted) {
    return fitted.known().entrySet().stream()
        .map(p -> p.getKey() + " " + Wording.measure(p.getValue()) + error(fitted, p))
        .collect(Collectors.joining(", "));
  }

  private static String error(
      Fitted<? extends BuyingModel> fitted, Map.Entry<String, Double> parameter) {
    Double error = fitted.standardErrors().get(parameter.getKey());
    return error == null ? "" : " ± " + Wording.measure(error);
  }

  private Html holdout(ValueFit.Holdout holdout, ValueFigures figures) {
    List<Html> rows = new ArrayList<>();
    rows.add(row("purchases", holdout.purchases()));
    rows.add(row("purchases, median", holdout.median()));
    holdout.meanValue().ifPresent(a -> rows.add(row("mean value of those who bought again", a)));
    holdout.value().ifPresent(a -> rows.add(row("value", a)));
    List<ValueFigures.Group> repeats = figures.byRepeats(holdout);
    List<ValueFigures.Group> deciles = figures.deciles(holdout);
    return Html.of(
        """
        <section><h2>What happened in the {} {} after</h2><p class="note">The median is nearest to what one customer does; the expectation to what all of them do.</p>
        <div class="panel scroll"><table class="figures"><thead><tr><th></th><th class="n">customers</th><th class="n">actual</th><th class="n">expected</th><th class="n">bias</th><th class="n">MAE</th><th class="n">RMSE</th><th class="n">correlation</th></tr></thead><tbody>{}</tbody></table></div></section>
        <div class="pair"><section><h2>Calibration</h2><p class="note">Purchases of a customer after the calibration, by the number of repeat purchases before.</p><div class="panel">{}</div></section>
        <section><h2>Deciles</h2><p class="note">Purchases of a customer, by tenths of the customers in the order of what was expected of them, the least first.</p><div class="panel">{}</div></section></div>
        """,
        holdout.steps(),
        result.step().word(),
        Html.join(rows),
        Chart.bars(
            "Purchases by repeat purchases", names(repeats), expected(repeats), actual(repeats)),
        Chart.bars("Purchases by decile", names(deciles), expected(deciles), actual(deciles)));
  }

  private static Html intervals(List<ValueFigures.Coverage> coverage) {
    return Html.of(
        """
        <section><h2>Intervals</h2><p class="note">Percent of customers whose purchases were within an interval meant for so many. Purchases are whole numbers: where most buy nothing, an interval holds more.</p><div class="panel">{}</div></section>
        """,
        Chart.bars(
            "Coverage of intervals",
            coverage.stream().map(c -> Math.round(100 * c.nominal()) + " %").toList(),
            coverage.stream().mapToDouble(c -> 100 * c.nominal()).toArray(),
            coverage.stream().mapToDouble(c -> 100 * c.actual()).toArray()));
  }

  private static List<String> names(List<ValueFigures.Group> groups) {
    return groups.stream().map(ValueFigures.Group::name).toList();
  }

  private static double[] expected(List<ValueFigures.Group> groups) {
    return groups.stream().mapToDouble(ValueFigures.Group::expected).toArray();
  }

  private static double[] actual(List<ValueFigures.Group> groups) {
    return groups.stream().mapToDouble(ValueFigures.Group::actual).toArray();
  }

  private static Html row(String name, Accuracy a) {
    return Html.of(
        "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
        name,
        Wording.measure(a.customers()),
        Wording.measure(a.actual()),
        Wording.measure(a.expected()),
        Figures.signedPercent(a.bias()),
        Figures.error(a.meanAbsoluteError()),
        Figures.error(a.rootMeanSquareError()),
        String.format(Locale.ROOT, "%.4f", a.correlation()));
  }

  private Html tracking(ValueFigures figures) {
    List<ValueFigures.Point> points = figures.tracking();
    return Html.of(
        """
        <section><h2>Tracking</h2><p class="note">Repeat purchases of all customers since the first day. Expected is what the models say of customers who begin on the days on which these did; the calibration ends on {}.</p><div class="panel">{}</div></section>
        """,
        request.calibrationEnd(),
        Chart.lines(
            "Cumulative repeat purchases",
            points.stream().map(p -> p.day().toString()).toList(),
            points.stream().mapToDouble(ValueFigures.Point::expected).toArray(),
            points.stream().mapToDouble(ValueFigures.Point::actual).toArray()));
  }

  private Html matrix(ValueFigures.Matrix matrix) {
    double most =
        matrix.rows().stream()
            .flatMap(List::stream)
            .mapToDouble(ValueFigures.Group::expected)
            .max()
            .orElse(1);
    List<Html> rows = new ArrayList<>();
    for (int i = 0; i < matrix.rows().size(); i++) {
      List<Html> cells = new ArrayList<>();
      for (ValueFigures.Group cell : matrix.rows().get(i)) {
        cells.add(
            cell.customers() == 0
                ? new Html("<td></td>")
                : Html.of(
                    "<td class=\"n\" style=\"padding-right:6px;background:color-mix(in srgb, var(--bar-1) {}%, transparent)\" title=\"{} customers\">{}</td>",
                    String.format(
                        Locale.ROOT,
                        "%.0f",
                        70 * Math.sqrt(cell.expected() / Math.max(most, 1e-9))),
                    Wording.measure(cell.customers()),
                    String.format(Locale.ROOT, "%.2f", cell.expected())));
      }
      rows.add(
          Html.of("<tr><th scope=\"row\">{}</th>{}</tr>", matrix.names().get(i), Html.join(cells)));
    }
    return Html.of(
        """
        <section><h2>Frequency and recency</h2><p class="note">Expected purchases of a customer in the {} days, by repeat purchases (down) and days since the last purchase (across).</p>
        <div class="panel scroll"><table class="figures"><thead><tr><th>repeats</th>{}</tr></thead><tbody>{}</tbody></table></div></section>
        """,
        request.horizonDays(),
        Html.join(
            matrix.columns().stream()
                .map(c -> Html.of("<th scope=\"col\" class=\"n\">{}</th>", c))
                .toList()),
        Html.join(rows));
  }
}
