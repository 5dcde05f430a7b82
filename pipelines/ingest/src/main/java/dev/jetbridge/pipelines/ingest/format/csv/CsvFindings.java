package dev.jetbridge.pipelines.ingest.format.csv;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.contracts.HeaderNames;
import dev.jetbridge.contracts.SourceFormat;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.sql.types.MapType;

/** What is wrong in what a contract says of files of delimited fields. */
final class CsvFindings {
  private final Contract contract;
  private final SourceFormat source;
  private final CsvSettings settings;
  private final List<Finding> findings = new ArrayList<>();

  private CsvFindings(Contract contract) {
    this.contract = contract;
    this.source = contract.source().orElseThrow();
    this.settings = CsvSettings.of(source);
  }

  static List<Finding> of(Contract contract) {
    CsvFindings all = new CsvFindings(contract);
    all.delimiter();
    all.header();
    all.trailer();
    all.nullMarkers();
    return all.findings;
  }

  private void delimiter() {
    char delimiter = settings.delimiter();
    if (delimiter == '\n' || delimiter == '\r') {
      findings.add(Finding.ofServer(CsvSettings.DELIMITER, "must not be the end of a line"));
    }
    if (delimiter == settings.quote() || delimiter == settings.escape()) {
      findings.add(
          Finding.ofServer(
              CsvSettings.DELIMITER, "the delimiter must differ from the quote and the escape"));
    }
  }

  private void header() {
    if (settings.header()) {
      return;
    }
    if (source.headerNames() != HeaderNames.EXACT) {
      findings.add(
          Finding.ofProperty(
              "headerNames",
              "headerNames does nothing here: without a header columns have no names"));
    }
    if (source.drift().newColumns() == SourceFormat.NewColumns.CAPTURE) {
      findings.add(
          Finding.ofProperty(
              CsvSettings.HEADER,
              "without a header new columns have no names to be captured under"));
    }
  }

  private void trailer() {
    settings
        .trailer()
        .flatMap(trailer -> neverFound(trailer.marker()))
        .ifPresent(
            reason ->
                findings.add(
                    Finding.ofProperty(
                        CsvSettings.TRAILER, "no record begins with this marker: " + reason)));
  }

  /** Why a text can be the first field of no record. */
  private Optional<String> neverFound(String marker) {
    if (marker.isBlank()) {
      return Optional.of("it is empty");
    }
    if (marker.indexOf(settings.delimiter()) >= 0 || marker.indexOf(settings.quote()) >= 0) {
      return Optional.of("it holds the delimiter or the quote");
    }
    if (marker.chars().anyMatch(c -> c < ' ' || (c >= 0x7F && c < 0xA0))) {
      return Optional.of("it holds a control character");
    }
    return Charset.forName(source.encoding()).newEncoder().canEncode(marker)
        ? Optional.empty()
        : Optional.of("it cannot be written in " + source.encoding());
  }

  private void nullMarkers() {
    refuse(String::isEmpty, "an empty text does nothing here: it is not a value in CSV anyway");
    if (settings.trimBlanks()) {
      refuse(
          marker -> !marker.equals(marker.strip()),
          "a text with blanks around it does nothing here: trimBlanks is true");
    }
  }

  /** A marker that all columns have is said for the contract. */
  private void refuse(Predicate<String> marker, String reason) {
    List<Column> columns =
        contract.columns().stream().filter(c -> !(c.type() instanceof MapType)).toList();
    List<Column> odd =
        columns.stream().filter(c -> c.values().nullMarkers().stream().anyMatch(marker)).toList();
    if (!odd.isEmpty() && odd.size() == columns.size()) {
      findings.add(Finding.ofProperty("nullMarkers", reason));
      return;
    }
    odd.forEach(column -> findings.add(Finding.ofRule(column.name(), "null markers: " + reason)));
  }
}
