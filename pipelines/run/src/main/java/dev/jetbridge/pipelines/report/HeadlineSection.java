package dev.jetbridge.pipelines.report;

import dev.jetbridge.pipelines.operations.RunCounts;
import dev.jetbridge.pipelines.report.ReportedProduct.RunFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The top of the page: what happened, in one sentence and six figures. */
record HeadlineSection(ReportModel model) {
  Html html() {
    return Html.of(
        """
        <header class="head">
          <p class="brand"><svg viewBox="0 0 32 20" aria-hidden="true"><path d="M1 14h14l9-11h4l-5 11h8"/><path d="M1 18h30"/></svg>Jetbridge</p>
          <p class="as-of">Run as of {}</p>
          <h1>{}</h1>
          <p class="lead">{}</p>
          <p class="pills">{}</p>
          <dl class="tiles">{}</dl>
        </header>
        """,
        Wording.endOfDay(model.asOf()),
        sentence(),
        explanation(),
        pills(),
        tiles());
  }

  private String sentence() {
    if (all() == 0) {
      return "There is no product yet.";
    }
    long upToDate = ended(Ending.PUBLISHED) + ended(Ending.UNCHANGED);
    List<String> troubles = new ArrayList<>();
    addTrouble(troubles, Ending.FAILED);
    addTrouble(troubles, Ending.REFUSED);
    addTrouble(troubles, Ending.NOTHING_ACCEPTED);
    addTrouble(troubles, Ending.BLOCKED);
    if (!troubles.isEmpty()) {
      return String.join(", ", troubles)
          + ". "
          + upToDate
          + " of "
          + Wording.counted(all(), "product")
          + (upToDate == 1 ? " is" : " are")
          + " up to date.";
    }
    if (ended(Ending.PUBLISHED) == 0) {
      return "Nothing was new: no table changed.";
    }
    return Wording.counted(ended(Ending.PUBLISHED), "product") + " published.";
  }

  private void addTrouble(List<String> troubles, Ending ending) {
    long count = ended(ending);
    if (count > 0) {
      troubles.add(
          troubles.isEmpty()
              ? Wording.counted(count, "product") + " " + ending.label()
              : count + " " + ending.label());
    }
  }

  private String explanation() {
    if (model.products().isEmpty()) {
      return "Add a contract with --contracts DIR and run again.";
    }
    if (model.products().stream().allMatch(p -> p.rows().isEmpty())) {
      return "Nothing was published yet; the reasons are below.";
    }
    if (ended(Ending.PUBLISHED) == 0) {
      return "The figures below are those of each product’s last published run.";
    }
    long files = read(RunCounts::files) - read(RunCounts::refusedFiles);
    return Wording.counted(files, "file")
        + " of "
        + Wording.counted(sources().size(), "source")
        + " were read; every record in them is accounted for below"
        + (ended(Ending.UNCHANGED) > 0
            ? ". Unchanged products show the figures of their last published run."
            : ".");
  }

  private Html pills() {
    List<Html> pills = new ArrayList<>();
    for (Ending ending : Ending.values()) {
      long count = ended(ending);
      if (count > 0) {
        pills.add(Html.of("<span>{}<b>{}</b></span>", ending.pill(), count));
      }
    }
    return Html.join(pills);
  }

  private Html tiles() {
    long records = read(RunCounts::records);
    long quarantined = read(RunCounts::quarantined);
    List<ReportedProduct> now =
        model.products().stream().filter(p -> p.publishedNow().isPresent()).toList();
    long passed = now.stream().mapToLong(p -> p.findings().passed()).sum();
    long open = now.stream().mapToLong(p -> p.findings().rules().size()).sum();
    return Html.join(
        List.of(
            tile("Records read", Wording.count(records), "from " + countedFiles()),
            tile("Loaded", Wording.count(read(RunCounts::loaded)), "into source tables"),
            tile("Superseded", Wording.count(read(RunCounts::superseded)), "by a newer record"),
            tile("Duplicates", Wording.count(read(RunCounts::duplicates)), "dropped"),
            tile(
                "Quarantined",
                Wording.count(quarantined),
                records == 0
                    ? "of no records"
                    : Wording.percent((double) quarantined / records) + " of records"),
            tile(
                "Rules passed",
                Wording.count(passed),
                open == 0 ? "all that apply" : Wording.count(open) + " not, none of them blocks")));
  }

  private String countedFiles() {
    long refused = read(RunCounts::refusedFiles);
    return Wording.counted(read(RunCounts::files) - refused, "file")
        + (refused == 0 ? "" : ", " + refused + " refused");
  }

  private static Html tile(String name, String figure, String note) {
    return Html.of("<div><dt>{}</dt><dd>{}<small>{}</small></dd></div>", name, figure, note);
  }

  private List<RunCounts> sources() {
    return model.products().stream()
        .filter(ReportedProduct::isSource)
        .flatMap(p -> p.publishedNow().stream())
        .map(RunFigures::counts)
        .toList();
  }

  private long read(ToLongFunction<RunCounts> figure) {
    return sources().stream().mapToLong(figure).sum();
  }

  private long all() {
    return (long) model.products().size() + model.broken().size();
  }

  private long ended(Ending ending) {
    return (long) model.ended(ending).size()
        + (ending == Ending.FAILED ? model.broken().size() : 0);
  }
}
