package dev.jetbridge.pipelines.report;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * The page: one file that needs no server, no script and no other file. Its policy forbids the
 * browser to load anything, so that it stays so whatever a contract says. It is well-formed XML,
 * which lets a test see that no text breaks out of its place.
 *
 * @param commands a text with the commands in it as they are to be typed
 */
record ReportPage(ReportModel model, UnaryOperator<String> commands) {
  private static final String STYLE = "/report/report.css";

  String html() {
    return Html.of(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <meta name="referrer" content="no-referrer"/>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
            <title>Jetbridge: run as of {}</title>
            <style>{}</style>
            </head>
            <body>
            <main>
            {}
            {}
            {}
            {}
            {}
            {}
            {}
            {}
            </main>
            <footer class="foot">This page holds counts, measures and names of columns and files. It holds no identifier of a person and no value of a row.</footer>
            </body>
            </html>
            """,
            Wording.instant(model.asOf()),
            new Html(style()),
            new HeadlineSection(model).html(),
            new AttentionSection(model, commands).html(),
            new GraphSection(model).html(),
            new ProductCards(model, commands).html(),
            model.segmentation().map(s -> new SegmentsSection(s).html()).orElse(Html.NONE),
            model.values().map(v -> new ValueSection(v).html()).orElse(Html.NONE),
            new ModelsSection(model.models()).html(),
            new CommandsSection(model, commands).html())
        .markup();
  }

  private static String style() {
    try (InputStream style = ReportPage.class.getResourceAsStream(STYLE)) {
      if (style == null) {
        throw new JetbridgeException(
            FailureKind.INTERNAL, "Cannot write the report: no " + STYLE + " on the class path");
      }
      return new String(style.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.INTERNAL, "Cannot write the report: " + STYLE + " is unreadable", e);
    }
  }
}
