package dev.jetbridge.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.ProductKind;
import dev.jetbridge.pipelines.report.GraphLayout.Edge;
import dev.jetbridge.pipelines.report.GraphLayout.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphLayoutTest {
  @Test
  void drawsEachInputAsAnEdgeFromLeftToRight() {
    GraphLayout layout = new GraphLayout(SampleReport.products());

    assertThat(layout.edges()).hasSize(18);
    for (Edge edge : layout.edges()) {
      assertThat(edge.points()).extracting(Point::x).isSorted().doesNotHaveDuplicates();
      Point from = layout.at(edge.from());
      assertThat(edge.points().get(0))
          .isEqualTo(new Point(from.x() + GraphLayout.NODE_WIDTH, from.y()));
      assertThat(edge.points().get(edge.points().size() - 1)).isEqualTo(layout.at(edge.to()));
    }
  }

  @Test
  void keepsFortyProductsApartAndOnTheDrawing() {
    List<ReportedProduct> products = forty();

    GraphLayout layout = new GraphLayout(products);

    for (ReportedProduct product : products) {
      Point place = layout.at(product.id());
      assertThat(place.y()).isBetween(layout.nodeHeight() / 2.0, layout.height());
      assertThat(place.x() + GraphLayout.NODE_WIDTH).isLessThan(layout.width());
      for (ReportedProduct other : products) {
        if (!other.id().equals(product.id()) && other.about().wave() == product.about().wave()) {
          assertThat(Math.abs(layout.at(other.id()).y() - place.y()))
              .isGreaterThan(layout.nodeHeight());
        }
      }
    }
  }

  @Test
  void leadsEdgesPastTheProductsOfTheWavesBetween() {
    List<ReportedProduct> products = forty();

    GraphLayout layout = new GraphLayout(products);

    for (Edge edge : layout.edges()) {
      for (int i = 2; i < edge.points().size(); i += 2) {
        Point leaves = edge.points().get(i);
        for (ReportedProduct product : products) {
          Point place = layout.at(product.id());
          if (place.x() + GraphLayout.NODE_WIDTH == leaves.x()) {
            assertThat(Math.abs(place.y() - leaves.y())).isGreaterThan(layout.nodeHeight() / 2.0);
          }
        }
      }
    }
  }

  @Test
  void leavesOutInputsThatAreNotOnThePage() {
    ReportedProduct alone =
        SampleReport.made(
            "shop.sums", ProductKind.AGGREGATE, 1, List.of("shop.gone"), "Sums.", 1, Findings.NONE);

    assertThat(new GraphLayout(List.of(alone)).edges()).isEmpty();
  }

  /**
   * Ten products in each of four waves, each made from two of the wave before and one of the first.
   */
  private static List<ReportedProduct> forty() {
    List<ReportedProduct> products = new ArrayList<>();
    for (int wave = 0; wave < 4; wave++) {
      for (int i = 0; i < 10; i++) {
        List<String> inputs =
            wave == 0
                ? List.of()
                : wave == 1
                    ? List.of("w0.p" + i, "w0.p" + (i * 3 + 1) % 10)
                    : List.of(
                        "w" + (wave - 1) + ".p" + i,
                        "w" + (wave - 1) + ".p" + (i * 7 + 3) % 10,
                        "w0.p" + (9 - i));
        products.add(
            SampleReport.made(
                "w" + wave + ".p" + i,
                wave == 0 ? ProductKind.SOURCE_ALIGNED : ProductKind.AGGREGATE,
                wave,
                inputs.stream().distinct().toList(),
                "A product.",
                1,
                Findings.NONE));
      }
    }
    return products;
  }
}
