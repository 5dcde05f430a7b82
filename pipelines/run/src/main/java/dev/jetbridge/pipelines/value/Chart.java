package dev.jetbridge.pipelines.value;

import dev.jetbridge.pipelines.report.Html;
import dev.jetbridge.pipelines.report.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/** Pictures of two series, expected and actual, as SVG without a script. */
final class Chart {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 260;
  private static final int LEFT = 52;
  private static final int BOTTOM = 34;
  private static final int TOP = 12;
  private static final int TICKS = 4;
  private static final String EXPECTED = "var(--bar-4)";
  private static final String ACTUAL = "var(--bar-1)";

  private final List<String> labels;
  private final double step;
  private final double most;
  private final List<Html> parts = new ArrayList<>();

  private Chart(List<String> labels, double most) {
    this.labels = labels;
    this.step = step(most > 0 ? most : 1);
    this.most = step * Math.ceil((most > 0 ? most : 1) / step - 1e-9);
    axis();
  }

  /** Expected and actual as lines over labelled points, of which some labels are shown. */
  static Html lines(String title, List<String> labels, double[] expected, double[] actual) {
    Chart chart = new Chart(labels, Math.max(max(expected), max(actual)));
    chart.line(actual, ACTUAL, "");
    chart.line(expected, EXPECTED, "6 4");
    chart.labels(Math.max(1, (labels.size() + 5) / 6), chart::x);
    return chart.html(title);
  }

  /** Expected and actual as pairs of bars. */
  static Html bars(String title, List<String> labels, double[] expected, double[] actual) {
    Chart chart = new Chart(labels, Math.max(max(expected), max(actual)));
    double step = (double) (WIDTH - LEFT) / labels.size();
    for (int i = 0; i < labels.size(); i++) {
      double x = LEFT + i * step + step * 0.14;
      chart.bar(x, step * 0.34, actual[i], ACTUAL, labels.get(i) + ", actual");
      chart.bar(x + step * 0.38, step * 0.34, expected[i], EXPECTED, labels.get(i) + ", expected");
    }
    chart.labels(1, i -> LEFT + (i + 0.5) * step);
    return chart.html(title);
  }

  private void bar(double x, double width, double value, String colour, String name) {
    double top = y(value);
    parts.add(
        Html.of(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\" style=\"fill:{}\"><title>{}: {}</title></rect>",
            at(x),
            at(top),
            at(width),
            at(Math.max(0, HEIGHT - BOTTOM - top)),
            new Html(colour),
            name,
            Wording.measure(value)));
  }

  private void line(double[] values, String colour, String dashes) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      points.append(at(x(i))).append(',').append(at(y(values[i]))).append(' ');
    }
    parts.add(
        Html.of(
            "<polyline points=\"{}\" style=\"fill:none;stroke:{};stroke-width:2.2;stroke-dasharray:{}\"/>",
            points.toString().strip(),
            new Html(colour),
            dashes.isEmpty() ? "none" : dashes));
  }

  private void axis() {
    for (int i = 0; i * step <= most * (1 + 1e-9); i++) {
      double value = i * step;
      double y = y(value);
      parts.add(
          Html.of(
              "<line x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\" style=\"stroke:var(--line)\"/><text x=\"{}\" y=\"{}\" text-anchor=\"end\" style=\"fill:var(--soft);font-size:11px\">{}</text>",
              LEFT,
              WIDTH,
              at(y),
              at(y),
              LEFT - 6,
              at(y + 4),
              Wording.measure(value)));
    }
  }

  /** One, two or five times a power of ten, of which a few reach the largest value. */
  private static double step(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(most / TICKS)));
    double times = most / TICKS / power;
    return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
  }

  private void labels(int every, IntToDoubleFunction place) {
    for (int i = 0; i < labels.size(); i += every) {
      parts.add(
          Html.of(
              "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" style=\"fill:var(--soft);font-size:11px\">{}</text>",
              at(place.applyAsDouble(i)),
              HEIGHT - BOTTOM + 18,
              labels.get(i)));
    }
  }

  private double x(int i) {
    return LEFT + (double) (WIDTH - LEFT - 20) * i / Math.max(1, labels.size() - 1);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / most;
  }

  private static double max(double[] values) {
    double most = 0;
    for (double value : values) {
      most = Math.max(most, value);
    }
    return most;
  }

  private static String at(double place) {
    return String.format(Locale.ROOT, "%.1f", place);
  }

  private Html html(String title) {
    return Html.of(
        """
        <figure><svg viewBox="0 0 {} {}" role="img" aria-label="{}" style="width:100%;height:auto">{}</svg>
        <figcaption><i style="display:inline-block;width:12px;height:12px;border-radius:2px;background:{}"></i> actual &#160; <i style="display:inline-block;width:12px;height:12px;border-radius:2px;background:{}"></i> expected</figcaption></figure>
        """,
        WIDTH, HEIGHT, title, Html.join(parts), new Html(ACTUAL), new Html(EXPECTED));
  }
}
