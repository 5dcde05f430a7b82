package dev.jetbridge.pipelines.anomalies;

import dev.jetbridge.pipelines.ingest.FileAccount;
import dev.jetbridge.quality.observation.RowProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A figure of a file or of a run.
 *
 * @param file empty for a figure of the run
 * @param column empty for a figure of whole records
 */
public record Figure(Optional<File> file, FigureKind kind, Optional<String> column, double value) {

  /** The file that a figure speaks of. */
  public record File(String hash, String name) {}

  /** The figures of a run, all from what it counted anyway. */
  public static List<Figure> of(
      List<FileAccount> files, List<RowProfile.Figure> profile, Instant asOf) {
    List<Figure> figures = new ArrayList<>();
    files.stream().filter(f -> f.refused() || f.read()).forEach(f -> figures.addAll(of(f)));
    if (files.stream().anyMatch(FileAccount::read)) {
      long records = files.stream().mapToLong(f -> f.ofRun().records()).sum();
      figures.add(new Figure(Optional.empty(), FigureKind.ROWS, Optional.empty(), records));
    }
    profile.forEach(f -> figures.add(of(f, asOf)));
    return figures;
  }

  private static List<Figure> of(FileAccount account) {
    Optional<File> file = Optional.of(new File(account.file().hash(), account.file().name()));
    if (account.refused()) {
      return List.of(new Figure(file, FigureKind.REFUSED, Optional.empty(), 1));
    }
    List<Figure> figures = new ArrayList<>();
    long records = account.whole().records();
    figures.add(new Figure(file, FigureKind.ROWS, Optional.empty(), records));
    if (records > 0) {
      double share = (double) account.whole().quarantined() / records;
      figures.add(new Figure(file, FigureKind.QUARANTINED_SHARE, Optional.empty(), share));
    }
    return figures;
  }

  private static Figure of(RowProfile.Figure figure, Instant asOf) {
    Optional<String> column = Optional.of(figure.column());
    return switch (figure.metric()) {
      case RowProfile.NULL_RATE ->
          new Figure(Optional.empty(), FigureKind.NULL_RATE, column, figure.value());
      case RowProfile.DISTINCT_SHARE ->
          new Figure(Optional.empty(), FigureKind.DISTINCT_SHARE, column, figure.value());
      default ->
          new Figure(
              Optional.empty(),
              FigureKind.FRESHNESS,
              column,
              asOf.toEpochMilli() / 1000.0 - figure.value());
    };
  }

  /** What it is compared with: figures of files with those of files, of runs with those of runs. */
  Series series() {
    return new Series(file.isPresent(), kind, column);
  }

  record Series(boolean ofFiles, FigureKind kind, Optional<String> column) {}

  /** Such as {@code rows of members_20230831.csv: 1,203}. */
  String inWords() {
    String whose = file.map(File::name).or(() -> column).orElse("the run");
    return kind.words() + " of " + whose + ": " + kind.inWords(value);
  }
}
