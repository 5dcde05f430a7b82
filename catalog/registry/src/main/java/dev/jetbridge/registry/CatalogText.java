package dev.jetbridge.registry;

import java.nio.charset.StandardCharsets;

/**
 * Free text as the Glue Data Catalog accepts it. Glue refuses line breaks in a comment and more
 * than 255 characters; Iceberg hands a column's documentation to Glue as it is and would fail to
 * create the table. The whole text stays in the contract.
 */
public final class CatalogText {
  static final int COMMENT_LIMIT = 255;
  static final int DESCRIPTION_LIMIT = 2048;

  private CatalogText() {}

  public static String comment(String text) {
    return shorten(text, COMMENT_LIMIT);
  }

  static String description(String text) {
    return shorten(text, DESCRIPTION_LIMIT);
  }

  /** One line of at most that many bytes in UTF-8. */
  public static String shorten(String text, int limit) {
    String line = text == null ? "" : text.strip().replaceAll("\\s+", " ");
    if (utf8Length(line) <= limit) {
      return line;
    }
    // Glue counts bytes; the ellipsis takes three of them.
    StringBuilder kept = new StringBuilder();
    int bytes = 3;
    for (int codePoint : line.codePoints().toArray()) {
      bytes += utf8Length(Character.toString(codePoint));
      if (bytes > limit) {
        break;
      }
      kept.appendCodePoint(codePoint);
    }
    return kept.toString().stripTrailing() + "…";
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
