package dev.jetbridge.pipelines.report;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Markup that is safe to put on the page. Values that a template takes in are escaped, whoever they
 * come from, unless they are markup made in the same way.
 */
public record Html(String markup) {
  public static final Html NONE = new Html("");

  private static final String PLACE = "{}";
  private static final int REPLACEMENT = 0xFFFD;

  /** The template with a value in place of each {@code {}}, in order. */
  public static Html of(String template, Object... values) {
    StringBuilder markup = new StringBuilder(template.length() + 16 * values.length);
    int from = 0;
    for (Object value : values) {
      int place = template.indexOf(PLACE, from);
      if (place < 0) {
        throw new IllegalArgumentException("More values than places in template: " + template);
      }
      markup.append(template, from, place).append(safe(value));
      from = place + PLACE.length();
    }
    if (template.indexOf(PLACE, from) >= 0) {
      throw new IllegalArgumentException("More places than values in template: " + template);
    }
    return new Html(markup.append(template, from, template.length()).toString());
  }

  public static Html join(Collection<Html> parts) {
    return new Html(parts.stream().map(Html::markup).collect(Collectors.joining("\n")));
  }

  /** A name that breaks, where it has to, between its words. */
  static Html name(String name) {
    return new Html(escaped(name).replaceAll("[_:.-](?=.)", "$0<wbr/>"));
  }

  private static String safe(Object value) {
    return value instanceof Html html ? html.markup : escaped(String.valueOf(value));
  }

  private static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(isDisplayable(c) ? c : REPLACEMENT);
              }
            });
    return safe.toString();
  }

  /** Control characters, halves of characters, and what turns the direction of writing around. */
  private static boolean isDisplayable(int c) {
    boolean turnsDirection = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    boolean control = Character.isISOControl(c) && c != '\n' && c != '\t';
    return !control && !turnsDirection && Character.getType(c) != Character.SURROGATE;
  }
}
