package dev.jetbridge.pipelines.report;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The page of a run.
 *
 * @param commands a text with the commands in it as they are to be typed
 */
record ReportPage(ReportModel model, UnaryOperator<String> commands) {
  String html() {
    Html body =
        Html.join(
            List.of(
                new HeadlineSection(model).html(),
                new AttentionSection(model, commands).html(),
                new GraphSection(model).html(),
                new ProductCards(model, commands).html(),
                model.segmentation().map(s -> new SegmentsSection(s).html()).orElse(Html.NONE),
                model.values().map(v -> new ValueSection(v).html()).orElse(Html.NONE),
                new ModelsSection(model.models()).html(),
                new CommandsSection(model, commands).html()));
    return new Page(
            "run as of " + Wording.instant(model.asOf()),
            body,
            "This page holds counts, measures and names of columns and files. It holds no identifier"
                + " of a person and no value of a row.")
        .html();
  }
}
