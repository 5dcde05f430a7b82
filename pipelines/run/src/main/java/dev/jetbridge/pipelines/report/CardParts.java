package dev.jetbridge.pipelines.report;

import dev.jetbridge.pipelines.operations.RunCounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The parts of a card; one that has nothing to say is empty. */
record CardParts(ReportedProduct product, Instant asOf, UnaryOperator<String> commands) {
  private static final int SHOWN_ROWS = 4;

  /** Why it ended so; a published product needs no reason. */
  Html message() {
    if (product.ended().how() == Ending.PUBLISHED || product.ended().message().isBlank()) {
      return Html.NONE;
    }
    return Html.of(
        "<p class=\"message {}\">{}</p>",
        product.ended().how().style(),
        commands.apply(product.ended().message()));
  }

  Html figures() {
    Html rows =
        product
            .rows()
            .map(n -> Html.of("<p class=\"rows\"><b>{}</b> rows now</p>", Wording.count(n)))
            .orElse(Html.of("<p class=\"rows none\">Never published</p>"));
    return product.isSource() && product.run().isPresent()
        ? Html.of("{}{}", rows, account(product.run().get().counts()))
        : rows;
  }

  /** Where the records of the files ended; the parts of the bar make up the whole. */
  private Html account(RunCounts counts) {
    return Html.of(
        """
        <div class="account">
          <p>{}</p>
          <div class="bar" aria-hidden="true">{}{}{}{}{}</div>
          <dl>{}{}{}{}{}</dl>
        </div>
        """,
        origin(counts),
        part("loaded", counts.loaded(), counts.records()),
        part("superseded", counts.superseded(), counts.records()),
        part("duplicates", counts.duplicates(), counts.records()),
        part("quarantined", counts.quarantined(), counts.records()),
        part("suppressed", counts.suppressed(), counts.records()),
        entry("loaded", counts.loaded()),
        entry("superseded", counts.superseded()),
        entry("duplicates", counts.duplicates()),
        entry("quarantined", counts.quarantined()),
        counts.suppressed() == 0 ? Html.NONE : entry("suppressed", counts.suppressed()));
  }

  private String origin(RunCounts counts) {
    String when =
        switch (product.ended().how()) {
          case PUBLISHED, NOTHING_ACCEPTED -> "in this run";
          case REFUSED -> "in the refused attempt";
          case UNCHANGED, FAILED, BLOCKED, NOT_RUN -> "in its last published run";
        };
    return Wording.counted(counts.records(), "record")
        + " of "
        + Wording.counted(counts.files() - counts.refusedFiles(), "file")
        + " "
        + when;
  }

  private static Html part(String style, long records, long of) {
    return records == 0 || of == 0
        ? Html.NONE
        : Html.of(
            "<i class=\"{}\" style=\"flex-grow:{}\"></i>",
            style,
            Math.max((double) records, of / 150.0));
  }

  private static Html entry(String style, long records) {
    return Html.of(
        "<div class=\"{}\"><dt>{}</dt><dd>{}</dd></div>", style, style, Wording.count(records));
  }

  Html rules() {
    if (product.run().isEmpty()) {
      return Html.NONE;
    }
    Findings found = product.findings();
    List<Html> open = found.rules().stream().map(CardParts::rule).toList();
    return Html.of(
        """
        <div class="part"><h5>Rules</h5>
        <p class="tally"><b>{}</b> passed <b>{}</b> violated <b>{}</b> not evaluated</p>
        {}</div>
        """,
        Wording.count(found.passed()),
        Wording.count(found.violated()),
        Wording.count(found.notEvaluated()),
        open.isEmpty() ? Html.NONE : Html.of("<ul class=\"rules\">{}</ul>", Html.join(open)));
  }

  private static Html rule(Findings.Rule rule) {
    String observed =
        rule.observed().map(v -> "observed " + Wording.measure(v) + ", expected ").orElse("");
    return Html.of(
        "<li class=\"{}\"><b>{}</b> {}: {}{}</li>",
        rule.blocks() ? "bad" : "warn",
        rule.id(),
        rule.evaluated() ? "violated" : "not evaluated",
        observed,
        rule.words());
  }

  Html identified() {
    List<Html> shares =
        product.findings().identified().stream()
            .map(
                s ->
                    Html.of(
                        """
                        <tr class="{}"><th scope="row">{}</th>
                        <td><div class="gauge"><i style="width:{}"></i>{}</div></td><td>{}</td></tr>
                        """,
                        s.holds() ? "" : "warn",
                        s.source(),
                        Wording.length(s.share()),
                        s.demanded()
                            .map(d -> Html.of("<u style=\"left:{}\"></u>", Wording.length(d)))
                            .orElse(Html.NONE),
                        Wording.percent(s.share())))
            .toList();
    return shares.isEmpty()
        ? Html.NONE
        : Html.of(
            """
            <div class="part"><h5>Identified share</h5>
            <table class="identified">{}</table>
            <p class="note">Records linked to a person; the tick is the share demanded.</p></div>
            """,
            Html.join(shares));
  }

  Html quarantine() {
    List<Html> rows =
        product.findings().quarantine().stream()
            .map(
                r ->
                    Html.of(
                        """
                        <tr><th scope="row">{}<small>{}</small></th><td>{}</td><td>{}</td></tr>
                        """,
                        Html.name(r.column().isBlank() ? "whole record" : r.column()),
                        Html.name(r.rule()),
                        r.reason(),
                        Wording.count(r.records())))
            .toList();
    return list("Quarantine reasons", "reasons", rows);
  }

  Html refusedFiles() {
    List<Html> rows =
        product.findings().refusedFiles().stream()
            .map(
                f ->
                    Html.of(
                        """
                        <tr class="file"><th scope="row">{}</th><td>{}</td><td>{}</td></tr>
                        """,
                        Html.name(f.name()),
                        f.reason(),
                        f.place()))
            .toList();
    return list("Refused files", "files", rows);
  }

  /** The first rows, and the others behind a line to open. */
  private static Html list(String title, String noun, List<Html> rows) {
    if (rows.isEmpty()) {
      return Html.NONE;
    }
    Html first = Html.join(rows.subList(0, Math.min(SHOWN_ROWS, rows.size())));
    Html others =
        rows.size() <= SHOWN_ROWS
            ? Html.NONE
            : Html.of(
                "<details><summary>{} more {}</summary><table class=\"list\">{}</table></details>",
                rows.size() - SHOWN_ROWS,
                noun,
                Html.join(rows.subList(SHOWN_ROWS, rows.size())));
    return Html.of(
        "<div class=\"part\"><h5>{}</h5><table class=\"list\">{}</table>{}</div>",
        title,
        first,
        others);
  }

  /** The small print: owner, freshness, snapshot, seconds. */
  Html facts() {
    List<Html> facts = new ArrayList<>();
    facts.add(fact("Owner", Html.of("{}", product.about().owner())));
    facts.add(fact("Freshness", freshness()));
    product
        .run()
        .ifPresent(
            r -> {
              String time = r.seconds().map(t -> ", " + Wording.seconds(t)).orElse("");
              facts.add(fact("Snapshot", Html.of("<code>{}</code>{}", r.snapshot(), time)));
            });
    return Html.of("<dl>{}</dl>", Html.join(facts));
  }

  private static Html fact(String name, Html value) {
    return Html.of("<div><dt>{}</dt><dd>{}</dd></div>", name, value);
  }

  private Html freshness() {
    Freshness freshness = product.freshness();
    if (freshness.publishedAsOf().isEmpty()) {
      return Html.of("never published");
    }
    String published = "published as of " + Wording.instant(freshness.publishedAsOf().get());
    String newest =
        freshness.newest().map(n -> "newest record " + Wording.instant(n) + "; ").orElse("");
    return Html.of("{}{}{}", newest, published, promise(freshness));
  }

  private Html promise(Freshness freshness) {
    return freshness
        .kept(asOf)
        .map(
            kept ->
                Html.of(
                    "; <span class=\"{}\">{} the {} promised</span>",
                    kept ? "good" : "late",
                    kept ? "within" : "later than",
                    freshness.promised().map(Wording::duration).orElse("")))
        .orElse(Html.NONE);
  }
}
