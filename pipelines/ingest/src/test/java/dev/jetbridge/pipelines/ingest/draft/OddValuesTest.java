package dev.jetbridge.pipelines.ingest.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.ingest.format.registration.Formats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One strange record or value does not decide what a draft says of all the others. */
class OddValuesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // text after a closing quote: in the first record, amidst, in the last one
        "\"rye\"bread,1;\"tea\",2;\"milk\",3;\"salt\",4|1|3",
        "\"tea\",1;\"milk\",2;\"rye\"bread,3;\"salt\",4|3|3",
        "\"tea\",1;\"milk\",2;\"salt\",3;\"rye\" ,4|4|3",
        // never closed: what follows is read all the same
        "\"tea,1;\"milk\",2;\"salt\",3;\"rye\",4|1|3",
        "\"tea\",1;\"milk\",2;\"salt\",3;\"rye,4|4|3",
        "\"tea\",1;\"milk,2;salt,3;rye,4;\"oat\",5|2|4"
      })
  void namesARecordWithABrokenQuoteAndKeepsTheQuotesOfTheOthers(
      String records, int broken, int whole) throws IOException {
    ContractDraft draft = draft("word,n\n" + records.replace(';', '\n') + "\n");

    assertThat(contract(draft).source().orElseThrow().settings()).doesNotContainKey("quote");
    assertThat(contract(draft).column("n").type().simpleString()).isEqualTo("int");
    assertThat(draft.records()).isEqualTo(whole);
    assertThat(draft.broken()).isEqualTo(1);
    assertThat(draft.warnings())
        .singleElement()
        .asString()
        .startsWith("record " + broken + " breaks its quotes");
    assertThat(draft.yaml()).contains("# record " + broken + " breaks its quotes");
  }

  @Test
  void quotesWithinAValueAndLinesWithinQuotesBreakNothing() throws IOException {
    ContractDraft draft =
        draft("item,n\n5\" disk,1\n\"two\nlines\",2\n\"say \"\"yes\"\"\",3\n3.5\" disk,4\n");

    assertThat(contract(draft).source().orElseThrow().settings()).doesNotContainKey("quote");
    assertThat(draft.records()).isEqualTo(4);
    assertThat(draft.broken()).isZero();
    assertThat(draft.warnings()).isEmpty();
  }

  @Test
  void aFileThatBreaksItsQuotesThroughoutIsRefusedOrHasNone() throws IOException {
    ContractDraft text = draft("name,n\n" + rows(30, i -> "\"Big\" Jim " + i + "," + i));

    assertThat(contract(text).source().orElseThrow().settings()).containsEntry("quote", "\u0001");
    assertThat(text.records()).isEqualTo(30);
    assertThatThrownBy(
            () -> draft("name,n\n" + rows(40, i -> (i % 3 == 0 ? "\"a\"x," : "\"a\",") + i)))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("14 of 40 records break their quotes, the first is record 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%d|12x|int",
        "2023-01-%02d|soon|date",
        "%d.25|1.2.3|decimal(10,2)",
        "true|?!|boolean"
      })
  void keepsATypeThatAllButAFewValuesHaveAndNamesThose(String usual, String odd, String type)
      throws IOException {
    ContractDraft draft =
        draft("x,y\n" + rows(28, i -> (i == 17 ? odd : usual.formatted(i + 1)) + ",word"));

    assertThat(contract(draft).column("x").type().simpleString()).isEqualTo(type);
    assertThat(draft.quarantined()).isEqualTo(1);
    assertThat(draft.warnings())
        .containsExactly(
            "column x: 1 value is not of this type and will be quarantined: record 18");
    assertThat(draft.yaml()).doesNotContain(odd);
  }

  @Test
  void takesAColumnForTextWhereMoreDifferAndSaysWhatMostLookLike() throws IOException {
    ContractDraft draft =
        draft("invoice,y\n" + rows(100, i -> (i % 10 == 0 ? "C5" : "5") + (3600 + i) + ",word"));

    assertThat(contract(draft).column("invoice").type().simpleString()).isEqualTo("string");
    assertThat(draft.yaml()).contains("# 90 of 100 values look like integer, the others do not");
    assertThat(draft.quarantined()).isZero();
  }

  @Test
  void anIdentifierThatASpreadsheetSpoiltIsNoNumberToRound() throws IOException {
    ContractDraft one =
        draft(
            "acct_id,y\n"
                + rows(30, i -> (i == 4 ? "9.91214E+15" : "99121406335064" + (10 + i)) + ",w"));
    ContractDraft many =
        draft(
            "acct_id,y\n"
                + rows(30, i -> (i < 9 ? "9.91214E+15" : "99121406335064" + (10 + i)) + ",w"));

    assertThat(contract(one).column("acct_id").type().simpleString()).isEqualTo("bigint");
    assertThat(one.quarantined()).isEqualTo(1);
    assertThat(contract(many).column("acct_id").type().simpleString()).isEqualTo("string");
  }

  @Test
  void identifiersWithAPointAndAZeroStayAsTheyWereSent() throws IOException {
    ContractDraft draft =
        draft(
            "customer_id,qty\n"
                + rows(30, i -> (i % 4 == 0 ? "" : "178" + (50 + i) + ".0") + "," + i + ".0"));

    Contract contract = contract(draft);
    assertThat(contract.column("customer_id").type().simpleString()).isEqualTo("string");
    assertThat(contract.column("qty").type().simpleString()).isEqualTo("decimal(10,1)");
    assertThat(draft.yaml())
        .contains("# whole numbers with .0 at their end, as programs write a column with gaps:");
  }

  @Test
  void oneSeenValueAndARareOneMakeNoEnumeration() throws IOException {
    Contract contract =
        contract(
            draft(
                "one,rare,two\n"
                    + rows(
                        60, i -> "open," + (i == 7 ? "red" : "blue") + "," + "xyz".charAt(i % 3))));

    assertThat(contract.columns())
        .extracting(Column::name, c -> c.constraints().validValues().size())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("one", 0),
            org.assertj.core.groups.Tuple.tuple("rare", 0),
            org.assertj.core.groups.Tuple.tuple("two", 3));
    assertThat(contract.column("one").constraints().pattern()).isEmpty();
  }

  @Test
  void takesMoreColumnsThanAThousandAndAHeaderThatBeginsLikeAComment() throws IOException {
    String names =
        IntStream.range(0, 1_500).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    String values = IntStream.range(0, 1_500).mapToObj(i -> "7").collect(Collectors.joining(","));

    ContractDraft draft = draft("#" + names + "\n" + values + "\n");

    assertThat(contract(draft).columns()).hasSize(1_500);
    assertThat(contract(draft).columns().get(0).sourceName()).isEqualTo("#c0");
  }

  private ContractDraft draft(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), text);
    return ContractDraft.of(
        file, Optional.of(new ProductId("shop", "sample")), Formats.bundled()::sample);
  }

  private static Contract contract(ContractDraft draft) {
    return ContractLoader.parse(draft.yaml(), "draft");
  }

  private static String rows(int count, IntFunction<String> row) {
    return IntStream.range(0, count)
        .mapToObj(i -> row.apply(i) + "\n")
        .collect(Collectors.joining());
  }
}
