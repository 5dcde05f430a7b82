package dev.jetbridge.pipelines.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Commands in messages, made so that they can be pasted: messages say {@code jetbridge retry X},
 * and who reads them called {@code ./jetbridge} with a home and contracts of his own.
 */
public final class Pasteable {
  /** Set by the launcher: how it was called. */
  private static final String LAUNCHER = "jetbridge.command";

  private static final Pattern COMMAND =
      Pattern.compile(
          "(?<![\\w./-])jetbridge(?<command> (?:contracts|quarantine|features|warehouse|schedule)"
              + " [a-z-]+| (?:run|plan|sql(?!"
              + " reads)|ingest|products|runs|retry|rebuild|rollback|maintain"
              + "|simulate|bench|package)\\b)");

  /** Commands that have no home. */
  private static final Pattern HOMELESS = Pattern.compile(" (?:contracts .*|package)");

  private static final Pattern PLAIN = Pattern.compile("[\\w./:@%+,=-]+");

  private Pasteable() {}

  /** The text with each command in it as it is to be typed, with these options. */
  public static String of(String text, List<String> options) {
    String words = options.stream().map(Pasteable::quoted).reduce("", (a, b) -> a + " " + b);
    return COMMAND
        .matcher(text)
        .replaceAll(
            found -> {
              String command = found.group(1);
              boolean homeless = HOMELESS.matcher(command).matches();
              return Matcher.quoteReplacement(launcher() + command + (homeless ? "" : words));
            });
  }

  /** Examples of help texts, as they are to be typed. */
  static void examples(CommandSpec spec) {
    List<String> lines = new ArrayList<>();
    for (String line : spec.usageMessage().footer()) {
      lines.add(COMMAND.matcher(line).replaceAll(launcher().replace("%", "%%") + "$1"));
    }
    spec.usageMessage().footer(lines.toArray(String[]::new));
    spec.subcommands().values().forEach(command -> examples(command.getCommandSpec()));
  }

  /** A word for a shell. */
  public static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static String launcher() {
    return System.getProperty(LAUNCHER, "./jetbridge");
  }
}
