package dev.jetbridge.pipelines.report;

import dev.jetbridge.contracts.ProductId;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The next commands to try, on products that are there. */
record CommandsSection(ReportModel model, UnaryOperator<String> commands) {
  Html html() {
    List<Html> items = new ArrayList<>();
    LocalDate next = LocalDate.ofInstant(model.asOf(), ZoneOffset.UTC).plusDays(1);
    items.add(command("jetbridge run --as-of " + next, "One more day of files"));
    items.add(command("jetbridge plan", "What is due and why; changes nothing"));
    published("features.customer_segments")
        .ifPresent(
            p ->
                items.add(
                    command(
                        "jetbridge sql \"SELECT as_of, segment_name, count(*) AS customers FROM "
                            + p.id()
                            + " GROUP BY as_of, segment_name\"",
                        "Query the published tables")));
    items.add(
        command(
            "jetbridge sql \"SELECT product, column_name, rule, count(*) AS records FROM"
                + " operations.quarantine GROUP BY product, column_name, rule\"",
            "Why records were rejected"));
    model.products().stream()
        .filter(ReportedProduct::isSource)
        .map(ReportedProduct::id)
        .findFirst()
        .ifPresent(id -> addSource(items, id));
    Html plan =
        model
            .registrationPlan()
            .map(
                file ->
                    Html.of(
                        "<p class=\"note\">The calls of a registration in AWS are in <a"
                            + " href=\"{}\">{}</a>.</p>",
                        file,
                        file))
            .orElse(Html.NONE);
    return Html.of(
        """
        <section id="next"><h2>What to try next</h2>
        <ul class="commands">{}</ul>{}</section>
        """,
        Html.join(items),
        plan);
  }

  private void addSource(List<Html> items, ProductId id) {
    items.add(
        command("jetbridge products " + id, "A contract, its rules, inputs, last runs and sizes"));
    items.add(command("jetbridge quarantine list " + id, "What is in quarantine, file by file"));
  }

  private Optional<ReportedProduct> published(String id) {
    return model.products().stream()
        .filter(p -> p.id().toString().equals(id) && p.rows().isPresent())
        .findFirst();
  }

  private Html command(String command, String purpose) {
    return Html.of("<li><span>{}</span><code>{}</code></li>", purpose, commands.apply(command));
  }
}
