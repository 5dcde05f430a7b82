package dev.jetbridge.pipelines.report;

import dev.jetbridge.pipelines.report.ValueDistribution.Bin;
import java.util.ArrayList;
import java.util.List;

/** How the expected values of the customers are spread. */
final class ValueSection {
  private static final int MOST_LABELS = 10;

  private final ValueDistribution values;

  ValueSection(ValueDistribution values) {
    this.values = values;
  }

  Html html() {
    List<Bin> bins = values.bins();
    if (bins.isEmpty()) {
      return Html.NONE;
    }
    double top = values.shareOfTopTenth();
    return Html.of(
        """
        <section id="values"><h2>What customers are worth</h2>
        <p class="note">Expected value of each customer’s purchases in the {} weeks after {}, discounted to that instant, in {}.</p>
        <div class="panel values">
        <figure><div class="histogram" role="img" aria-label="Customers by expected value">{}</div>
        <figcaption>Customers by expected value, {}; each bar begins at its label</figcaption>
        <details><summary>The bars as numbers</summary><table class="list"><tbody>{}</tbody></table></details></figure>
        <div class="worth">
          <div class="share"><p><b>{}</b> of all expected value is held by the most valuable tenth of the customers.</p>
          <div class="track" aria-hidden="true"><i class="spend" style="width:{}"></i></div></div>
          <dl>{}{}{}{}</dl>
        </div></div>
        </section>
        """,
        values.horizonWeeks(),
        Wording.instant(values.asOf()),
        values.currency(),
        Html.join(columns(bins)),
        values.currency(),
        Html.join(bins.stream().map(this::row).toList()),
        Wording.percent(top),
        Wording.length(top),
        entry("Customers", Wording.count(values.customers())),
        entry("Still active, expected", Wording.number(values.active(), 0)),
        entry("Mean value", Wording.number(values.meanValue(), 0)),
        entry("Total value", Wording.number(values.value().doubleValue(), 0)));
  }

  /** The bars, with no more labels than there is room for. */
  private static List<Html> columns(List<Bin> bins) {
    long highest = bins.stream().mapToLong(Bin::customers).max().orElse(1);
    int labelled = 1 + (bins.size() - 1) / MOST_LABELS;
    List<Html> columns = new ArrayList<>();
    for (Bin bin : bins) {
      columns.add(
          Html.of(
              "<div title=\"{}\"><i style=\"height:{}\"></i><span>{}</span></div>",
              range(bin) + ": " + Wording.counted(bin.customers(), "customer"),
              Wording.length((double) bin.customers() / highest),
              columns.size() % labelled == 0 ? Wording.bound(bin.from()) : ""));
    }
    return columns;
  }

  private Html row(Bin bin) {
    return Html.of(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
        range(bin),
        Wording.count(bin.customers()),
        Wording.percent((double) bin.customers() / Math.max(1, values.customers())));
  }

  private static String range(Bin bin) {
    return Wording.count(bin.from()) + " to below " + Wording.count(bin.until());
  }

  private static Html entry(String name, String figure) {
    return Html.of("<div><dt>{}</dt><dd>{}</dd></div>", name, figure);
  }
}
