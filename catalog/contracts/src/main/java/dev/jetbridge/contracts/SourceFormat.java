package dev.jetbridge.contracts;

import java.util.Map;
import java.util.Optional;

/**
 * How the files of a source-aligned product look.
 *
 * @param server id of the server in the contract
 * @param location where the sender puts them, such as {@code sftp://host/folder/bookings_*.csv} or
 *     {@code channel://data-set/rates_*.csv}; a path for a local server
 * @param filePattern the glob of their names, the last part of the location
 * @param format the word for how they hold records, such as csv; which there are, others know
 * @param encoding the canonical name of a charset, such as UTF-8
 * @param headerNames when a name in a file is that of a column
 * @param companions files beside each file in which its sender says what it holds
 * @param drift what becomes of columns that the contract does not have
 * @param anomalies how the figures of files and runs are compared with those before
 * @param fileVersions what a second content under the name of a file means; products with a key
 *     compare records, and files mean nothing there
 * @param settings what means something to some formats only, by the name of the property and as the
 *     contract has it: they say themselves what they take, and what holds where nothing is said
 */
public record SourceFormat(
    String server,
    String location,
    String filePattern,
    String format,
    String encoding,
    HeaderNames headerNames,
    Companions companions,
    Drift drift,
    Anomalies anomalies,
    FileVersions fileVersions,
    Map<String, Object> settings) {
  public SourceFormat {
    settings = Map.copyOf(settings);
  }

  /** The same source, whose unusual figures are warnings. */
  SourceFormat acceptingAnomalies() {
    return new SourceFormat(
        server,
        location,
        filePattern,
        format,
        encoding,
        headerNames,
        companions,
        drift,
        new Anomalies(anomalies.strategy(), anomalies.sensitivity(), QualityRule.Severity.WARNING),
        fileVersions,
        settings);
  }

  /** The channel by which files come, a word that the location begins with; local for a path. */
  public String channel() {
    int end = location.indexOf("://");
    return end < 0 ? "local" : location.substring(0, end);
  }

  /** What holds the files there: the location without its channel and the pattern of names. */
  public String folder() {
    int start = location.indexOf("://");
    return location.substring(start < 0 ? 0 : start + 3, location.lastIndexOf('/'));
  }

  /** Files that the sender puts beside each file; a file is not taken before they are there. */
  public record Companions(Optional<ControlFile> control, Optional<ChecksumFile> checksum) {
    public static final Companions NONE = new Companions(Optional.empty(), Optional.empty());
  }

  /**
   * A file of lines key=value, named as the file it speaks of and the suffix.
   *
   * @param records the key under which it states the number of records; empty when it does not
   * @param bytes that of the number of bytes of the file as it is sent
   * @param md5 that of its MD5, in hex
   * @param sha256 that of its SHA-256, in hex
   */
  public record ControlFile(
      String suffix,
      Optional<String> records,
      Optional<String> bytes,
      Optional<String> md5,
      Optional<String> sha256) {}

  /** A file as sha256sum and md5sum write it, named as the file it speaks of and the suffix. */
  public record ChecksumFile(String suffix, Algorithm algorithm) {}

  /** Digests that senders state. */
  public enum Algorithm {
    MD5,
    SHA_256;

    public String label() {
      return name().replace('_', '-');
    }
  }

  /** What becomes of a column of a file that the contract does not have. */
  public enum NewColumns implements Labelled {
    /** The file is refused whole. */
    REFUSE,
    /** The file is read without it, with a warning. */
    IGNORE,
    /** Its values go to a map column, with a warning. */
    CAPTURE;
  }

  /**
   * How a file may differ from its contract.
   *
   * @param into the map column of captured values; empty unless new columns are captured
   */
  public record Drift(NewColumns newColumns, Optional<String> into) {
    /** New columns are refused. */
    public static final Drift REFUSED = new Drift(NewColumns.REFUSE, Optional.empty());
  }

  /** What a file means whose name came before with other content, in a product without a key. */
  public enum FileVersions implements Labelled {
    /** It is refused: whether its rows replace the others or add to them, nobody said. */
    REFUSE,
    /** The newest by its sender's time stands in the place of the others. */
    REPLACE,
    /** A file like any other: its sender uses the name again. */
    ADD;
  }

  /** How an ordinary figure is told from a unusual one. */
  public enum Strategy implements Labelled {
    /** It lies so many standard deviations around the mean of those before. */
    NORMAL(3),
    /** It differs from the last one by such a share of it. */
    CHANGE(0.5),
    /** Figures are neither measured nor compared. */
    NONE(0);

    private final double sensitivity;

    Strategy(double sensitivity) {
      this.sensitivity = sensitivity;
    }

    /** The sensitivity unless a contract says otherwise. */
    public double sensitivity() {
      return sensitivity;
    }
  }

  /**
   * How figures are compared with those of earlier runs.
   *
   * @param sensitivity standard deviations, or the share of the last figure
   * @param severity whether a unusual figure stops publication
   */
  public record Anomalies(Strategy strategy, double sensitivity, QualityRule.Severity severity) {
    /** What holds unless a contract says otherwise. */
    public static final Anomalies DEFAULT =
        new Anomalies(Strategy.NORMAL, Strategy.NORMAL.sensitivity(), QualityRule.Severity.WARNING);

    /** Whether figures are measured and compared at all. */
    public boolean wanted() {
      return strategy != Strategy.NONE;
    }
  }
}
