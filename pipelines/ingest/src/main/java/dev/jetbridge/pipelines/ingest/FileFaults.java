package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.session.SparkFailures;
import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds the files that a reader fails on though the byte pass let them through, so that they are
 * refused and the others go on. Files are read by themselves, without any table: what fails for
 * another reason fails again without them and is nobody's fault here.
 */
final class FileFaults {
  private final RawReader reader;
  private final RowParse parse;
  private final UnaryOperator<List<FileCheck>> judge;

  /**
   * @param judge the byte pass: a file that it can no longer read is not to blame for its content
   */
  FileFaults(RawReader reader, RowParse parse, UnaryOperator<List<FileCheck>> judge) {
    this.reader = reader;
    this.parse = parse;
    this.judge = judge;
  }

  /**
   * Whether files may be the cause: a task failed, and not for want of memory, disk, store or time.
   */
  static boolean maybe(Throwable failure) {
    return SparkFailures.isOfTask(failure)
        && SparkFailures.chain(failure).noneMatch(FileFaults::isOfMachine)
        && StoreFailure.in(failure).isEmpty();
  }

  private static boolean isOfMachine(Throwable failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return failure instanceof JetbridgeException
        || failure instanceof OutOfMemoryError
        || failure instanceof InterruptedException
        || message.contains("no space left on device")
        || message.contains("cancelled");
  }

  /**
   * The checks with those files refused that cannot be read; unchanged when all can.
   *
   * @param spared hashes of files that are never refused: rows of theirs are in the table
   */
  List<FileCheck> refuse(List<FileCheck> checks, Set<String> spared) {
    List<FileCheck> suspects =
        checks.stream().filter(c -> !c.refused() && !spared.contains(c.file().hash())).toList();
    List<FileCheck> faulty = new ArrayList<>();
    find(suspects, faulty);
    if (faulty.isEmpty()) {
      return checks;
    }
    List<FileCheck> all = new ArrayList<>(checks);
    all.replaceAll(
        check ->
            faulty.stream().filter(f -> f.file().equals(check.file())).findFirst().orElse(check));
    return all;
  }

  /** Halves until the files that fail stand alone. */
  private void find(List<FileCheck> suspects, List<FileCheck> faulty) {
    if (suspects.isEmpty()) {
      return;
    }
    try {
      read(suspects);
    } catch (Throwable e) {
      if (!maybe(e)) {
        throw e;
      }
      if (suspects.size() > 1) {
        find(suspects.subList(0, suspects.size() / 2), faulty);
        find(suspects.subList(suspects.size() / 2, suspects.size()), faulty);
        return;
      }
      faulty.add(refused(suspects.get(0), e));
    }
  }

  private void read(List<FileCheck> files) {
    drain(parse.accepted(reader.read(files)));
    drain(parse.rejected(reader.locate(files)));
  }

  private static void drain(Dataset<Row> rows) {
    rows.write().format("noop").mode("overwrite").save();
  }

  private FileCheck refused(FileCheck check, Throwable failure) {
    FileCheck again = judge.apply(List.of(check)).get(0);
    if (again.refused()) {
      return again;
    }
    return FileCheck.refused(check.file(), reason(failure), "whole file");
  }

  private static String reason(Throwable failure) {
    if (SparkFailures.first(failure, FileNotFoundException.class::isInstance).isPresent()) {
      return "missing: the file is no longer in landing";
    }
    Throwable root = SparkFailures.root(failure);
    return root instanceof StackOverflowError
        ? "too deep: to judge one of its records by its contract exhausts the stack"
        : "unreadable: reading its records fails with " + SparkFailures.name(root);
  }
}
