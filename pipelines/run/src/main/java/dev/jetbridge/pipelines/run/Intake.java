package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.pipelines.ingest.FileAccount;
import dev.jetbridge.pipelines.landing.Printable;
import dev.jetbridge.pipelines.operations.Field;
import dev.jetbridge.pipelines.operations.QuarantineColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a run took of its new files, and why not more, in words. */
final class Intake {
  /** What stands before the files that were refused. */
  static final String REFUSED = "refused: ";

  private static final int NAMED = 3;

  private final Staged staged;
  private final List<FileAccount> refused;

  Intake(Staged staged) {
    this.staged = staged;
    this.refused =
        staged.run().kind() == RunKind.RUN
            ? staged.files().stream().filter(FileAccount::refused).toList()
            : List.of();
  }

  /** Whether there were files and each was refused whole. */
  boolean isRefused() {
    return !refused.isEmpty() && refused.size() == staged.files().size();
  }

  /** Whether there were records and none of them was accepted, though some files were read. */
  boolean isRejected() {
    return staged.run().kind() == RunKind.RUN
        && !isRefused()
        && staged.counts().quarantined() > 0
        && staged.counts().quarantined() == staged.counts().records();
  }

  /** The files that were refused, the first of them with reason and place; empty for none. */
  String refusals() {
    if (refused.isEmpty()) {
      return "";
    }
    int all = staged.files().size();
    String which =
        all == 1
            ? "its only file was " + REFUSED
            : isRefused()
                ? "each of its " + all + " files was " + REFUSED
                : refused.size() + " of " + all + " files " + REFUSED;
    return which
        + refused.stream().limit(NAMED).map(Intake::refusal).collect(Collectors.joining("; "))
        + more(refused.size() - NAMED);
  }

  private static String refusal(FileAccount file) {
    return Printable.of(file.file().name()) + " (" + file.reason() + ", " + file.place() + ")";
  }

  /** How many records each rule rejected, the most frequent first. */
  String rejections() {
    Dataset<Row> rejects = staged.quarantine().orElseThrow();
    List<Row> rules =
        rejects
            .groupBy(
                Field.columns(
                    QuarantineColumns.COLUMN_NAME,
                    QuarantineColumns.RULE,
                    QuarantineColumns.REASON))
            .count()
            .orderBy(
                col("count").desc(),
                QuarantineColumns.COLUMN_NAME.column(),
                QuarantineColumns.RULE.column())
            .limit(NAMED + 1)
            .collectAsList();
    List<String> words = new ArrayList<>();
    for (Row rule : rules.subList(0, Math.min(NAMED, rules.size()))) {
      String name = QuarantineColumns.COLUMN_NAME.of(rule);
      String column = name.isEmpty() ? "" : name + " ";
      words.add(
          String.format(
              Locale.ROOT,
              "%,d because %s%s (%s)",
              rule.<Long>getAs("count"),
              column,
              QuarantineColumns.REASON.of(rule),
              QuarantineColumns.RULE.of(rule)));
    }
    return String.format(
            Locale.ROOT,
            "none of the %,d records was accepted, all are in quarantine: ",
            staged.counts().records())
        + String.join("; ", words)
        + (rules.size() > NAMED ? "; and more" : "");
  }

  private static String more(int number) {
    return number <= 0 ? "" : "; and " + number + " more";
  }
}
