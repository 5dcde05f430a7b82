package dev.jetbridge.pipelines.ingest.draft;

import java.util.Collection;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;

/** Text as YAML takes it, for readers of YAML 1.1 too. */
public final class YamlText {
  private static final Set<String> WORDS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private YamlText() {}

  /** A text as a value. */
  public static String scalar(String text) {
    boolean plain = text.matches("[a-z][a-z0-9_]*") && !WORDS.contains(text);
    if (plain) {
      return text;
    }
    return text.chars().anyMatch(c -> c < ' ' || c == 127 || c == '\uFEFF' || c == '\u0085')
        ? escaped(text)
        : "'" + text.replace("'", "''") + "'";
  }

  static String list(Collection<String> texts) {
    return texts.stream().map(YamlText::scalar).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String escaped(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
              } else if (c < ' ' || c == 127 || c == '\uFEFF' || c == '\u0085') {
                quoted.append("\\u").append(HexFormat.of().toHexDigits((char) c));
              } else {
                quoted.append((char) c);
              }
            });
    return quoted.append('"').toString();
  }
}
