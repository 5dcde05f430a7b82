package dev.jetbridge.pipelines.report;

import dev.jetbridge.contracts.BrokenContract;
import dev.jetbridge.contracts.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What went wrong or needs a look, and what to do about each. */
final class AttentionSection {
  private final ReportModel model;
  private final UnaryOperator<String> commands;
  private final List<Html> items = new ArrayList<>();

  AttentionSection(ReportModel model, UnaryOperator<String> commands) {
    this.model = model;
    this.commands = commands;
  }

  Html html() {
    model.broken().forEach(this::addBroken);
    model.ended(Ending.FAILED).forEach(this::addFailed);
    model.ended(Ending.REFUSED).forEach(this::addRefused);
    model.ended(Ending.NOTHING_ACCEPTED).forEach(this::addNothingAccepted);
    addBlocked();
    model.products().forEach(this::addRefusedFiles);
    model.products().forEach(this::addWarnings);
    model.products().forEach(this::addLate);
    if (items.isEmpty()) {
      return Html.of(
          """
          <section id="attention"><h2>What needs attention</h2>
          <p class="calm">{} Nothing. No product failed, no rule is open, no file was refused.</p>
          </section>
          """,
          Ending.PUBLISHED.pill());
    }
    return Html.of(
        """
        <section id="attention"><h2>What needs attention</h2>
        <ul class="attention">{}</ul>
        </section>
        """,
        Html.join(items));
  }

  private void addBroken(BrokenContract contract) {
    add(
        "bad",
        Html.of("{}", contract.name()),
        contract.message(),
        "Correct the contract and run again; jetbridge contracts lint says whether it loads. Its"
            + " table stays as it is.");
  }

  private void addFailed(ReportedProduct product) {
    add(
        "bad",
        link(product),
        product.ended().message(),
        product.ended().failure().map(AttentionSection::advice).orElse("Run again."));
  }

  private static String advice(FailureKind kind) {
    return switch (kind) {
      case CONFIG ->
          "Correct the option, the configuration or the contract it names and run again.";
      case CONTRACT -> "Ask the sender for corrected data, or change the contract, and run again.";
      case EXTERNAL ->
          "Check that the service or disk is available, and run again; nothing is lost.";
      case INTERNAL -> "This is a bug of Jetbridge: report it with the log of the run.";
    };
  }

  private void addNothingAccepted(ReportedProduct product) {
    add(
        "bad",
        link(product),
        product.ended().message(),
        "The published table is as it was. Correct the records (jetbridge quarantine export "
            + product.id()
            + "), or change the contract and replay them (jetbridge quarantine replay "
            + product.id()
            + ").");
  }

  private void addRefused(ReportedProduct product) {
    if (product.findings().rules().isEmpty() && !product.findings().refusedFiles().isEmpty()) {
      add(
          "bad",
          link(product),
          product.ended().message(),
          "The published table is as it was, and the files wait in landing.");
      return;
    }
    add(
        "bad",
        link(product),
        product.ended().message(),
        "The published table is as it was. Look at the rows on the branch, then ask the sender for"
            + " corrected data or change the rule in the contract, and run again.");
  }

  private void addBlocked() {
    List<ReportedProduct> blocked = model.ended(Ending.BLOCKED);
    if (blocked.isEmpty()) {
      return;
    }
    add(
        "wait",
        Html.of("{}", Wording.counted(blocked.size(), "product") + " blocked"),
        blocked.stream()
            .map(p -> p.id() + ": " + p.ended().message())
            .collect(Collectors.joining("; ")),
        "Nothing to do here: they are made as soon as their inputs are.");
  }

  private void addRefusedFiles(ReportedProduct product) {
    int files = product.findings().refusedFiles().size();
    if (files > 0 && product.ended().how() != Ending.REFUSED) {
      add(
          "warn",
          link(product),
          Wording.counted(files, "file") + " refused whole; the card says why and where.",
          "Ask the sender to deliver again. A corrected file is another file and is taken by the"
              + " next run.");
    }
  }

  private void addWarnings(ReportedProduct product) {
    if (product.ended().how() == Ending.REFUSED || product.findings().rules().isEmpty()) {
      return;
    }
    String rules =
        product.findings().rules().stream()
            .map(Findings.Rule::id)
            .collect(Collectors.joining(", "));
    add(
        "warn",
        link(product),
        "Warnings: " + rules,
        "They do not stop publication. The card says what was observed and expected.");
  }

  private void addLate(ReportedProduct product) {
    Freshness freshness = product.freshness();
    if (freshness.kept(model.asOf()).orElse(true)) {
      return;
    }
    add(
        "warn",
        link(product),
        "Its data end "
            + freshness.behind(model.asOf()).map(Wording::duration).orElse("long")
            + " before the as-of instant; the contract promises "
            + freshness.promised().map(Wording::duration).orElse("fewer")
            + ".",
        "Ask the sender whether a delivery is missing.");
  }

  private static Html link(ReportedProduct product) {
    return Html.of("<a href=\"#{}\">{}</a>", ProductCards.anchor(product.id()), product.id());
  }

  private void add(String style, Html what, String why, String advice) {
    items.add(
        Html.of(
            "<li class=\"{}\"><h3>{}</h3><p>{}</p><p class=\"advice\">{}</p></li>",
            style,
            what,
            commands.apply(why),
            commands.apply(advice)));
  }
}
