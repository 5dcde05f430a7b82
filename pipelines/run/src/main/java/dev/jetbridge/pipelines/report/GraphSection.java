package dev.jetbridge.pipelines.report;

import dev.jetbridge.contracts.ProductKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The run graph as a drawing: what is made from what, in which order, and how it ended. */
final class GraphSection {
  private static final int LONGEST_NAME = 23;
  private static final int LONGEST_LINE = 27;
  private static final int MARK = 16;

  private final ReportModel model;
  private final GraphLayout layout;

  GraphSection(ReportModel model) {
    this.model = model;
    this.layout = new GraphLayout(model.products());
  }

  Html html() {
    if (model.products().isEmpty()) {
      return Html.NONE;
    }
    String width = pixels(layout.width());
    String height = pixels(layout.height());
    return Html.of(
        """
        <section id="graph"><h2>The run graph</h2>
        <p class="note">Computed from the contracts: each product after its inputs, from left to right. A product leads to its card.</p>
        <div class="scroll" role="region" aria-label="Run graph" tabindex="0">
        <svg class="graph" width="{}" height="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">
        {}
        {}
        </svg></div>
        <p class="legend">{}{}</p>
        </section>
        """,
        width,
        height,
        width,
        height,
        Wording.counted(model.products().size(), "product")
            + " in "
            + Wording.counted(layout.waves().size(), "wave"),
        Html.join(layout.edges().stream().map(GraphSection::edge).toList()),
        Html.join(model.products().stream().map(this::node).toList()),
        Html.join(
            Arrays.stream(ProductKind.values())
                .map(
                    k ->
                        Html.of(
                            "<span class=\"key {}\">{}</span>", ProductCards.style(k), k.label()))
                .toList()),
        Html.join(
            Arrays.stream(Ending.values())
                .filter(e -> !model.ended(e).isEmpty())
                .map(Ending::pill)
                .toList()));
  }

  private static Html edge(GraphLayout.Edge edge) {
    List<GraphLayout.Point> points = edge.points();
    StringBuilder path = new StringBuilder("M").append(at(points.get(0)));
    for (int i = 1; i < points.size(); i += 2) {
      GraphLayout.Point from = points.get(i - 1);
      GraphLayout.Point to = points.get(i);
      double middle = (from.x() + to.x()) / 2;
      path.append(" C")
          .append(at(new GraphLayout.Point(middle, from.y())))
          .append(' ')
          .append(at(new GraphLayout.Point(middle, to.y())))
          .append(' ')
          .append(at(to));
      if (i + 1 < points.size()) {
        path.append(" L").append(at(points.get(i + 1)));
      }
    }
    return Html.of(
        "<path class=\"edge\" d=\"{}\"><title>{}</title></path>",
        path,
        edge.from() + " → " + edge.to());
  }

  private Html node(ReportedProduct product) {
    GraphLayout.Point left = layout.at(product.id());
    double height = layout.nodeHeight();
    String rows = product.rows().map(n -> Wording.counted(n, "row")).orElse("no rows");
    return Html.of(
        """
        <a href="#{}" class="node {}" transform="translate({} {})">
          <title>{}</title>
          <rect class="box" width="{}" height="{}" rx="9"/><rect class="band" x="0" y="10" width="4" height="{}" rx="2"/>
          {}<g transform="translate({} {})">{}</g>
        </a>
        """,
        ProductCards.anchor(product.id()),
        ProductCards.style(product.about().kind()),
        pixels(left.x()),
        pixels(left.y() - height / 2),
        product.id() + ": " + product.ended().how().label() + ", " + rows,
        GraphLayout.NODE_WIDTH,
        pixels(height),
        pixels(height - 20),
        texts(product, height, rows),
        GraphLayout.NODE_WIDTH - MARK - 10,
        // Beside the rows: a name may need the whole width.
        pixels(height / 2 + 2),
        product.ended().how().mark());
  }

  private static Html texts(ReportedProduct product, double height, String rows) {
    String domain = shortened(product.id().domain(), LONGEST_LINE - 3 - rows.length());
    Html below =
        Html.of(
            "<text class=\"below\" x=\"15\" y=\"{}\">{}</text>",
            pixels(height / 2 + 14),
            domain + " · " + rows);
    return Html.of(
        "<text class=\"name\" x=\"15\" y=\"{}\">{}</text>{}",
        pixels(height / 2 - 3),
        shortened(product.id().name(), LONGEST_NAME),
        below);
  }

  private static String shortened(String text, int longest) {
    int kept = Math.max(5, longest);
    return text.length() <= kept ? text : text.substring(0, kept - 1) + "…";
  }

  private static String at(GraphLayout.Point point) {
    return pixels(point.x()) + " " + pixels(point.y());
  }

  private static String pixels(double length) {
    return String.format(Locale.ROOT, "%.1f", length).replace(".0", "");
  }
}
