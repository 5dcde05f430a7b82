package dev.jetbridge.pipelines.ingest.format.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.ingest.format.registration.Formats;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CsvSettingsTest {
  private static final String CONTRACT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: shop.visits
      name: visits
      domain: shop
      version: 0.1.0
      status: draft
      description: {purpose: Visits.}
      servers: [{server: shop, type: s3, location: 's3://shop/visits_*.csv', format: csv}]
      schema:
        - name: visits
          logicalType: object
          physicalType: table
          properties:
            - {name: n, logicalType: integer, physicalType: int}
            - {name: at, logicalType: date}
      customProperties:
        - {property: productKind, value: source-aligned}
        - {property: encoding, value: ISO-8859-1}
      """;

  @Test
  void whatIsNotSaidIsAsMostSendersWrite() {
    assertThat(settings())
        .isEqualTo(new CsvSettings(',', '"', '"', true, 0, false, Optional.empty(), false));
    assertThat(settings("quote, value: \"'\"").escape()).isEqualTo('\'');
    assertThat(
            settings(
                "quote, value: \"'\"",
                "escape, value: '\\'",
                "header, value: false",
                "skipLines, value: 2",
                "trailingEmptyColumn, value: true",
                "trailer, value: {marker: END, countField: 2}",
                "trimBlanks, value: true"))
        .isEqualTo(
            new CsvSettings(
                ',', '\'', '\\', false, 2, true, Optional.of(new Trailer("END", 2)), true));
  }

  static Stream<Arguments> faults() {
    String marker = "no record begins with this marker: ";
    return Stream.of(
        fault("trailer, value: {marker: '', countField: 2}", "trailer", marker + "it is empty"),
        fault(
            "trailer, value: {marker: 'END,', countField: 2}",
            "trailer",
            marker + "it holds the delimiter or the quote"),
        fault(
            "trailer, value: {marker: '€', countField: 2}",
            "trailer",
            marker + "it cannot be written in ISO-8859-1"),
        fault(
            "header, value: false}\n  - {property: headerNames, value: normalised",
            "headerNames",
            "headerNames does nothing here: without a header columns have no names"),
        fault(
            "nullMarkers, value: ['']",
            "nullMarkers",
            "an empty text does nothing here: it is not a value in CSV anyway"),
        fault(
            "trimBlanks, value: true}\n  - {property: nullMarkers, value: [' -']",
            "nullMarkers",
            "a text with blanks around it does nothing here: trimBlanks is true"));
  }

  private static Arguments fault(String property, String place, String text) {
    return Arguments.of(property, Finding.ofProperty(place, text));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void saysWhatIsWrongInWhatIsSaid(String property, Finding finding) {
    assertThat(Formats.bundled().findings(contract(property))).containsExactly(finding);
  }

  @Test
  void aDelimiterIsNoQuoteAndNoEndOfALine() {
    assertThat(delimitedBy("\"'\"", "quote, value: \"'\""))
        .containsExactly(
            Finding.ofServer(
                "delimiter", "the delimiter must differ from the quote and the escape"));
    assertThat(delimitedBy("\"\\n\""))
        .containsExactly(Finding.ofServer("delimiter", "must not be the end of a line"));
  }

  @Test
  void aMarkerOfOneColumnIsToldThere() {
    String own =
        CONTRACT.replace(
            "{name: n, logicalType: integer, physicalType: int}",
            "{name: n, logicalType: integer, physicalType: int, customProperties: [{property:"
                + " nullMarkers, value: ['']}]}");

    assertThat(Formats.bundled().findings(ContractLoader.parse(own, "test")))
        .extracting(Finding::place, Finding::name)
        .containsExactly(org.assertj.core.api.Assertions.tuple(Finding.Place.RULE, "n"));
  }

  private static List<Finding> delimitedBy(String delimiter, String... properties) {
    String yaml =
        text(properties).replace("format: csv}", "format: csv, delimiter: " + delimiter + "}");
    return Formats.bundled().findings(ContractLoader.parse(yaml, "test"));
  }

  private static CsvSettings settings(String... properties) {
    return CsvSettings.of(contract(properties).source().orElseThrow());
  }

  private static Contract contract(String... properties) {
    return ContractLoader.parse(text(properties), "test");
  }

  private static String text(String... properties) {
    StringBuilder yaml = new StringBuilder(CONTRACT);
    for (String property : properties) {
      yaml.append("  - {property: ").append(property).append("}\n");
    }
    return yaml.toString();
  }
}
