package dev.jetbridge.pipelines.report;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A page: one file that needs no server, no script and no other file. Its policy forbids the
 * browser to load anything, so that it stays so whatever is put on it. It is well-formed XML, which
 * lets a test see that no text breaks out of its place.
 */
public record Page(String title, Html body, String foot) {
  private static final String STYLE = "/report/report.css";

  /** The file. */
  public String html() {
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
            <title>Jetbridge: {}</title>
            <style>{}</style>
            </head>
            <body>
            <main>
            {}
            </main>
            <footer class="foot">{}</footer>
            </body>
            </html>
            """,
            title,
            new Html(style()),
            body,
            foot)
        .markup();
  }

  private static String style() {
    try (InputStream style = Page.class.getResourceAsStream(STYLE)) {
      if (style == null) {
        throw new JetbridgeException(
            FailureKind.INTERNAL, "Cannot write a page: no " + STYLE + " on the class path");
      }
      return new String(style.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.INTERNAL, "Cannot write a page: " + STYLE + " is unreadable", e);
    }
  }
}
