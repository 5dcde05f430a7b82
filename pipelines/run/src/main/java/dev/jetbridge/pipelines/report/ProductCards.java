package dev.jetbridge.pipelines.report;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.ProductKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A card a product, grouped by kind. */
record ProductCards(ReportModel model, UnaryOperator<String> commands) {
  /** Where the card of a product is on the page. */
  static String anchor(ProductId id) {
    return "product-" + id;
  }

  static String style(ProductKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Html html() {
    List<Html> groups = new ArrayList<>();
    for (ProductKind kind : ProductKind.values()) {
      List<Html> cards =
          model.products().stream().filter(p -> p.about().kind() == kind).map(this::card).toList();
      if (!cards.isEmpty()) {
        groups.add(
            Html.of(
                """
                <h3 class="kind {}">{} products <small>{}</small></h3>
                <div class="cards">{}</div>
                """,
                style(kind),
                capital(kind.label()),
                meaning(kind),
                Html.join(cards)));
      }
    }
    return Html.of(
        "<section id=\"products\"><h2>Products</h2>{}</section>",
        groups.isEmpty() ? Html.of("<p class=\"calm\">None.</p>") : Html.join(groups));
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String meaning(ProductKind kind) {
    return switch (kind) {
      case SOURCE_ALIGNED -> "one source entity each, cleaned, keyed and typed";
      case AGGREGATE -> "several products joined";
      case CONSUMER_ALIGNED -> "made for a use";
    };
  }

  private Html card(ReportedProduct product) {
    CardParts parts = new CardParts(product, model.asOf(), commands);
    return Html.of(
        """
        <article class="card {}" id="{}">
          <header><h4><span>{}.</span>{}</h4>{}</header>
          <p class="purpose">{}</p>
          <p class="grain">{}</p>
          {}
          {}
          {}
          {}
          {}
          {}
          <footer>{}</footer>
        </article>
        """,
        style(product.about().kind()),
        anchor(product.id()),
        product.id().domain(),
        product.id().name(),
        product.ended().how().pill(),
        product.about().purpose(),
        product.about().grain(),
        parts.message(),
        parts.figures(),
        parts.rules(),
        parts.identified(),
        parts.quarantine(),
        parts.refusedFiles(),
        parts.facts());
  }
}
