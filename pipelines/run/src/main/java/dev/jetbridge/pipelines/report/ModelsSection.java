package dev.jetbridge.pipelines.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fitted models: their parameters, and what these say in plain words. */
final class ModelsSection {
  private static final double DAYS_A_WEEK = 7;
  private static final Set<String> NOT_LISTED =
      Set.of("as_of", "degenerate", "explained_spread", "fitted", "grid_halvings", "reason");

  private final List<FittedModel> models;

  ModelsSection(List<FittedModel> models) {
    this.models = models;
  }

  Html html() {
    if (models.isEmpty()) {
      return Html.NONE;
    }
    return Html.of(
        """
        <section id="models"><h2>The models behind it</h2>
        <div class="cards">{}</div></section>
        """,
        Html.join(models.stream().map(ModelsSection::card).toList()));
  }

  private static Html card(FittedModel model) {
    return Html.of(
        """
        <article class="card model"><header><h4>{}</h4></header>
        <p class="purpose">{}</p>
        <dl class="numbers">{}</dl>
        <footer><dl>{}<div><dt>Model</dt><dd><code>{}</code> of {}</dd></div></dl></footer></article>
        """,
        title(model),
        words(model),
        Html.join(scalars(model.parameters()).stream().map(ModelsSection::entry).toList()),
        Html.join(scalars(model.provenance()).stream().map(ModelsSection::entry).toList()),
        model.id(),
        model.product());
  }

  private static String title(FittedModel model) {
    return switch (model.kind()) {
      case "bg-nbd" -> "How customers go on buying (BG/NBD)";
      case "gamma-gamma" -> "What a purchase is worth (Gamma-Gamma)";
      case "k-means-segments" -> "Which customers are alike (k-means)";
      default -> model.kind();
    };
  }

  private static String words(FittedModel model) {
    if (!model.fitted()) {
      return "The model cannot be fitted to these customers, so that one mean is used for all"
          + " of them: "
          + model.provenance().path("reason").asText("no reason was given")
          + ".";
    }
    return limitWords(model)
        + switch (model.kind()) {
          case "bg-nbd" -> purchaseWords(model);
          case "gamma-gamma" -> valueWords(model);
          case "k-means-segments" -> segmentWords(model);
          default -> "Scores made with it name it in their model_id.";
        };
  }

  private static String limitWords(FittedModel model) {
    return model.degenerate().isEmpty()
        ? ""
        : "Degenerate: "
            + model.degenerate()
            + ". Such parameters are not measured values; what the model predicts no longer depends"
            + " on them. ";
  }

  private static String segmentWords(FittedModel model) {
    JsonNode explained = model.provenance().path("explained_spread");
    return "A customer belongs to the segment with the nearest centre in recency, frequency,"
        + " monetary value and tenure."
        + (explained.isNumber()
            ? " The segments explain "
                + Wording.percent(explained.asDouble())
                + " of how customers differ in these; the rest is spread within segments."
            : "");
  }

  /** Means of the gamma distribution of rates and of the beta distribution of drop-out. */
  private static String purchaseWords(FittedModel model) {
    double rate = model.parameter("r") / model.parameter("alpha");
    double leaving = model.parameter("a") / (model.parameter("a") + model.parameter("b"));
    return "An active customer buys again every "
        + (rate > 0 ? Wording.number(DAYS_A_WEEK / rate, 0) : "∞")
        + " days on average (r/α a week)"
        + (model.degenerate().isEmpty() ? ", some much more often than others" : "")
        + ". After each repeat purchase "
        + Wording.percent(leaving)
        + " of them stop for good (a/(a+b)). Whoever bought often and then fell silent has probably"
        + " stopped.";
  }

  /** The mean of the population; it exists above q = 1. */
  private static String valueWords(FittedModel model) {
    double q = model.parameter("q");
    String mean =
        q > 1
            ? "is worth "
                + Wording.number(model.parameter("p") * model.parameter("v") / (q - 1), 0)
                + " on average over all customers (p·v/(q−1))"
            : "has no finite mean over all customers (q is not above 1)";
    return "A purchase day "
        + mean
        + ". A customer’s own mean is drawn towards that, the more so the fewer of their purchases"
        + " are known. It assumes that value and frequency are not related.";
  }

  private static List<Map.Entry<String, JsonNode>> scalars(JsonNode object) {
    List<Map.Entry<String, JsonNode>> scalars = new ArrayList<>();
    object
        .fields()
        .forEachRemaining(
            e -> {
              if (e.getValue().isValueNode() && !NOT_LISTED.contains(e.getKey())) {
                scalars.add(e);
              }
            });
    return scalars;
  }

  private static Html entry(Map.Entry<String, JsonNode> entry) {
    JsonNode value = entry.getValue();
    String text = value.isNumber() ? Wording.measure(value.asDouble()) : value.asText();
    return Html.of("<div><dt>{}</dt><dd>{}</dd></div>", entry.getKey().replace('_', ' '), text);
  }
}
