package dev.jetbridge.pipelines.ingest.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.ingest.format.registration.Formats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A draft recognises how senders write values, and says so by the options of contracts. */
class WaysToWriteTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // name of the column | values | type | what the draft says besides
        "qty|5;NA;7|int|{property: nullMarkers, value: ['NA']}",
        "qty|5;\\N;-;7|int|{property: nullMarkers, value: ['-', '\\N']}",
        "qty|1.5;n/a;null;2.25|decimal(10,2)|{property: nullMarkers, value: ['n/a', 'null']}",
        "day|2023-01-31;#N/A;2023-02-28|date|{property: nullMarkers, value: ['#N/A']}",
        "note|some;\\N;words|string|{property: nullMarkers, value: ['\\N']}",
        "amount|97,70;1067,5|decimal(10,2)|{property: numberFormat, value: {decimal: ','}}",
        "amount|1.234,5;97,70|decimal(10,2)|{property: numberFormat, value: {decimal: ',', group:"
            + " '.'}}",
        "amount|1,234.50;97|decimal(10,2)|{property: numberFormat, value: {group: ','}}",
        "amount|1,234,567;97,123|int|{property: numberFormat, value: {group: ','}}",
        "amount|1 234,50;97,1|decimal(10,2)|{property: numberFormat, value: {decimal: ',', group: '"
            + " '}}",
        "amount|50.00-;(30.00);7.5|decimal(10,2)|{property: numberFormat, value: {accounting:"
            + " true}}",
        "amount|$5.00;-$1,400.25|decimal(10,2)|{property: numberFormat, value: {group: ',',"
            + " currency: ['$']}}",
        "amount|5,00 EUR;EUR 7,5|decimal(10,2)|{property: numberFormat, value: {decimal: ',',"
            + " currency: ['EUR']}}",
        "rate|12.5%;7%|decimal(10,1)|{property: numberFormat, value: {percent: number}}",
        "active|Y;N;Y|boolean|{property: booleanWords, value: {'true': ['Y'], 'false': ['N']}}",
        "x|yes;no;NA|boolean|{property: nullMarkers, value: ['NA']}",
        "is_open|1;0;1|boolean|{property: booleanWords, value: {'true': ['1'], 'false': ['0']}}",
        "created_at|1700000000;1600000001|timestamp|{property: epoch, value: seconds}",
        "ts|1700000000123;1600000001000|timestamp|{property: epoch, value: milliseconds}",
        "event_time|1700000000123456;1600000001000000|timestamp|{property: epoch, value:"
            + " microseconds}",
        "ts|1700000000123456000;1600000001000000000|timestamp|{property: epoch, value:"
            + " nanoseconds}",
        "day|2023-01-31;28.02.2023|date|{property: dateFormats, value: ['yyyy-MM-dd',"
            + " 'dd.MM.yyyy']}",
        "born|4/15/91;12/31/04|date|{property: pivotYear, value: 1930}",
        "day|15.04.91;31.12.04|date|{property: pivotYear, value: 1970}"
      })
  void writesTheOptionThatReadsTheValues(String name, String values, String type, String option)
      throws IOException {
    ContractDraft draft = draft(name + "|other\n" + lines(values));

    Contract contract = contract(draft);
    assertThat(contract.column(name).type().simpleString()).isEqualTo(type);
    assertThat(draft.yaml()).contains("    - " + option);
    assertThat(draft.quarantined()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // what nobody can tell is told, and not guessed
        "weight|1,137;2,174|string|2 of 2 values look like numbers whose comma or point may part",
        "rate|12.5%;7|string|some with a percent sign and some without",
        "amount|$5.00;€6.00|string|1 of 2 values look like decimal(10,2)",
        "count|1;0|int|whole numbers",
        "ts|1700000000123456789;1600000001000000000|bigint|keeps the microseconds only",
        "shares|1700000000;1600000001|bigint|whole numbers",
        "day|45296;45300|int|serial dates of a spreadsheet",
        "day|01/02/2023;03/04/2023|date|a day after the 12th would decide it",
        "code|20-05-11;21-06-12|string|text of 8 characters",
        "active|Y;Y|string|text of 1 character",
        "zip|00501;10001|string|text of 5 characters",
        "country|DE;NA;GB|string|which may mean that there is no value; kept as text"
      })
  void saysWhatCannotBeToldAndLeavesIt(String name, String values, String type, String remark)
      throws IOException {
    ContractDraft draft = draft(name + "|other\n" + lines(values));

    assertThat(contract(draft).column(name).type().simpleString()).isEqualTo(type);
    assertThat(draft.yaml())
        .contains(remark)
        .doesNotContain("    - {property: nu", "- {property: epoch");
    assertThat(draft.quarantined()).isZero();
  }

  @Test
  void aNullMarkerIsNoValidValue() throws IOException {
    String lines =
        IntStream.range(0, 60)
            .mapToObj(i -> Arrays.asList("open", "closed", "NULL").get(i % 3) + "|x" + i)
            .collect(Collectors.joining("\n", "", "\n"));

    Column column = contract(draft("state|other\n" + lines)).column("state");

    assertThat(column.constraints().validValues()).containsExactly("closed", "open");
    assertThat(column.values().nullMarkers()).containsExactly("NULL");
    assertThat(column.required()).isFalse();
  }

  @Test
  void aCommaThatOneColumnTellsHoldsForTheOthers() throws IOException {
    Contract contract = contract(draft("a|b\n1,137|2,5\n2,174|3,25\n"));

    assertThat(contract.column("a").type().simpleString()).isEqualTo("decimal(10,3)");
    assertThat(contract.column("a").values().numbers().decimal()).isEqualTo(',');
  }

  @Test
  void utf8WithABrokenCharacterIsNoOtherCharset() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("a|b\nZürich|1\nGenève|2\n".getBytes(StandardCharsets.UTF_8));
    bytes.write("Z\u00FCrich|3\n".getBytes(StandardCharsets.ISO_8859_1));
    Path file = Files.write(folder.resolve("t.csv"), bytes.toByteArray());

    assertThatThrownBy(() -> ContractDraft.of(file, Optional.empty(), Formats.bundled()::sample))
        .hasMessageEndingWith("it is UTF-8 except at 1 place, the first at line 4; correct it");
  }

  private static String lines(String values) {
    return Arrays.stream(values.split(";")).map(v -> v + "|word\n").collect(Collectors.joining());
  }

  private ContractDraft draft(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), text);
    return ContractDraft.of(
        file, Optional.of(new ProductId("shop", "sample")), Formats.bundled()::sample);
  }

  private static Contract contract(ContractDraft draft) {
    return ContractLoader.parse(draft.yaml(), "draft");
  }
}
