package dev.jetbridge.pipelines.cli;

import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunStatus;
import dev.jetbridge.quality.report.Outcome;
import dev.jetbridge.quality.report.RuleResult;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The query that shows the rows for which a product was not published. */
final class OffendingRows {
  private static final String COLUMN = "\"((?:[^\"\\\\]|\\\\.)+)\"";

  /** The rows that break a rule are counted, none may be there. */
  private static final Pattern COUNTED =
      Pattern.compile("RowCount = 0 where \"(.*)\"", Pattern.DOTALL);

  private static final Pattern COMPLETE =
      Pattern.compile("(?:IsComplete|Completeness) " + COLUMN + ".*", Pattern.DOTALL);
  private static final Pattern UNIQUE =
      Pattern.compile(
          "(?:IsPrimaryKey|IsUnique|Uniqueness)((?: " + COLUMN + ")+).*", Pattern.DOTALL);
  private static final Pattern ONE = Pattern.compile(COLUMN);

  private OffendingRows() {}

  /** What to type, as messages say it; empty when it was not refused for a rule. */
  static List<String> of(RunResult result) {
    if (result.status() != RunStatus.REFUSED
        || result.snapshot().isEmpty()
        || result.report().isEmpty()) {
      return List.of();
    }
    List<String> commands = new ArrayList<>();
    String table = result.contract().id() + " version as of " + result.snapshot().orElseThrow();
    for (RuleResult rule : result.report().orElseThrow().blocking()) {
      if (rule.outcome() instanceof Outcome.Violated) {
        String command = "jetbridge sql " + Pasteable.quoted(query(table, rule.dqdl()));
        if (!commands.contains(command)) {
          commands.add(command);
        }
      }
    }
    return commands;
  }

  static String query(String table, String dqdl) {
    Matcher counted = COUNTED.matcher(dqdl);
    if (counted.matches()) {
      return "select * from " + table + " where " + unquoted(counted.group(1)) + " limit 20";
    }
    Matcher complete = COMPLETE.matcher(dqdl);
    if (complete.matches()) {
      return "select * from " + table + " where " + column(complete.group(1)) + " is null limit 20";
    }
    Matcher unique = UNIQUE.matcher(dqdl);
    if (unique.matches()) {
      List<String> columns =
          ONE.matcher(unique.group(1)).results().map(m -> column(m.group(1))).toList();
      String key = String.join(", ", columns);
      return "select "
          + key
          + ", count(*) from "
          + table
          + " group by "
          + key
          + " having count(*) > 1 limit 20";
    }
    return "select * from " + table + " limit 20";
  }

  private static String column(String name) {
    String plain = unquoted(name);
    return plain.matches("[A-Za-z_][A-Za-z0-9_]*") ? plain : "`" + plain.replace("`", "``") + "`";
  }

  private static String unquoted(String text) {
    return text.replace("\\\"", "\"");
  }
}
