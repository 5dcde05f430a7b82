package dev.jetbridge.pipelines.features;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.List;

/**
 * What a training set was made from. It holds no time of its making: the same inputs give the same
 * manifest.
 *
 * @param asOf the latest instant a label could have
 * @param maxAgeDays null when any age was allowed
 * @param readableOnly whether a value counted only from its write_time on
 * @param strictlyAfter whether a label had to be later than the event time of its value
 */
public record TrainingSetManifest(
    LabelSource labels,
    @JsonProperty("as_of") String asOf,
    @JsonProperty("max_age_days") Long maxAgeDays,
    @JsonProperty("readable_only") boolean readableOnly,
    @JsonProperty("strictly_after") boolean strictlyAfter,
    List<Group> groups,
    long rows,
    List<Field> columns,
    List<DataFile> files) {
  public TrainingSetManifest {
    groups = List.copyOf(groups);
    columns = List.copyOf(columns);
    files = List.copyOf(files);
  }

  /**
   * The file of the labels and the span of their instants.
   *
   * @param withoutZone labels whose instant names no zone, and was read as UTC
   */
  public record LabelSource(
      String file,
      long rows,
      @JsonProperty("time_column") String time,
      String first,
      String last,
      @JsonProperty("without_zone") long withoutZone) {}

  /**
   * A feature group that was read.
   *
   * @param store table of its offline store
   * @param columns the columns of the training set that it gave
   */
  public record Group(
      String product,
      @JsonProperty("contract_version") String contractVersion,
      @JsonProperty("feature_group") String featureGroup,
      String store,
      String snapshot,
      List<String> columns,
      Coverage coverage) {
    public Group {
      columns = List.copyOf(columns);
    }
  }

  /**
   * What became of the labels at a group: used, none, deleted and too old add up to the labels,
   * known and made later to those used.
   *
   * @param used labels that got the values of a record
   * @param known labels whose record could be read at their instant
   * @param madeLater labels whose record describes their instant or an earlier one, and was made
   *     later, as by a backfill: known by the clock of the sources only
   * @param none labels before the first record of their key
   * @param deleted labels whose current record is a deletion
   * @param tooOld labels whose current record is older than allowed
   * @param age how old the values used were; null when none was
   */
  public record Coverage(
      long used,
      long known,
      @JsonProperty("made_later") long madeLater,
      long none,
      long deleted,
      @JsonProperty("too_old") long tooOld,
      @JsonProperty("age_days") Age age) {}

  /** Days from the event time to the label, to six decimals. */
  public record Age(double min, double mean, double max) {}

  /**
   * A column of the training set and its Spark type.
   *
   * @param nulls rows without a value; of a feature more than the labels without a record where
   *     records hold none, since it was not known; null for a structure
   */
  public record Field(String name, String type, Long nulls) {}

  /** A file of the training set. */
  public record DataFile(String name, long bytes) {}

  byte[] json() {
    try {
      return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new JetbridgeException(
          FailureKind.INTERNAL, "Cannot write the manifest of a training set", e);
    }
  }
}
