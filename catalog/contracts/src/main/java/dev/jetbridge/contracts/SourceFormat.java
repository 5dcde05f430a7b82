package dev.jetbridge.contracts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the files of a source-aligned product look.
 *
 * @param server id of the server in the contract
 * @param location where the sender puts them, such as {@code sftp://host/folder/bookings_*.csv} or
 *     {@code channel://data-set/rates_*.csv}; a path for a local server
 * @param filePattern the glob of their names, the last part of the location
 * @param format the word for how they hold records, such as csv; which there are, others know
 * @param delimiter what stands between CSV fields
 * @param quote what stands around a CSV field that holds a delimiter or a quote
 * @param escape what stands before a quote inside a quoted field; the quote itself when it is
 *     doubled
 * @param encoding the canonical name of a charset, such as UTF-8
 * @param header what stands above the records, and how its names are compared
 * @param trailer the last record that counts the others; empty for none
 * @param companions files beside each file in which its sender says what it holds
 * @param trimBlanks whether blanks around CSV values are no part of them
 * @param drift what becomes of columns that the contract does not have
 * @param anomalies how the figures of files and runs are compared with those before
 * @param fileVersions what a second content under the name of a file means; products with a key
 *     compare records, and files mean nothing there
 * @param stated the properties of the contract that mean something to some formats only
 * @param options what only its own format knows how to read
 */
public record SourceFormat(
    String server,
    String location,
    String filePattern,
    String format,
    char delimiter,
    char quote,
    char escape,
    String encoding,
    Header header,
    Optional<Trailer> trailer,
    Companions companions,
    boolean trimBlanks,
    Drift drift,
    Anomalies anomalies,
    FileVersions fileVersions,
    Set<String> stated,
    Map<String, Object> options) {
  /** The properties that say how records of delimited fields are written, beside the delimiter. */
  public static final List<String> OF_DELIMITED =
      List.of(
          "quote", "escape", "trailer", "trimBlanks", "header", "skipLines", "trailingEmptyColumn");

  public SourceFormat {
    stated = Set.copyOf(stated);
    options = Map.copyOf(options);
  }

  /** The same source, whose strange figures are warnings. */
  SourceFormat acceptingAnomalies() {
    return new SourceFormat(
        server,
        location,
        filePattern,
        format,
        delimiter,
        quote,
        escape,
        encoding,
        header,
        trailer,
        companions,
        trimBlanks,
        drift,
        new Anomalies(anomalies.strategy(), anomalies.sensitivity(), QualityRule.Severity.WARNING),
        fileVersions,
        stated,
        options);
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

  /**
   * What stands above the records of a file.
   *
   * @param present whether there is a header; without one columns are known by their place
   * @param skipLines lines before it, which are not read
   * @param names when a name in it is that of a column
   * @param trailingEmptyColumn whether a last column without a name and without values is passed
   *     over
   */
  public record Header(
      boolean present, int skipLines, HeaderNames names, boolean trailingEmptyColumn) {
    /** The names of the columns as they are, in the first line. */
    public static final Header PLAIN = new Header(true, 0, HeaderNames.EXACT, false);
  }

  /**
   * The last line of a file begins with the marker; its field countField (from 1) counts records.
   */
  public record Trailer(String marker, int countField) {}

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

  /** How an ordinary figure is told from a strange one. */
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
   * @param severity whether a strange figure stops publication
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
