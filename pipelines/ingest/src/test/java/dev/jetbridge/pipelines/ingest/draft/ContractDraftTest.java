package dev.jetbridge.pipelines.ingest.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Classification;
import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.ingest.format.registration.Formats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractDraftTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 2 300|integer|int|",
        "1 3000000000|integer|bigint|",
        "12345678901234567890 1|number|decimal(22,0)|",
        "1.5 22.25 -3|number|decimal(10,2)|",
        "1.123456789 2|number|double|",
        "1.5E10 2|number|double|",
        "0012 0450|string|string|",
        "+4415 +4416|string|string|",
        "1. 2|number|double|",
        ".5 -.25|number|decimal(10,2)|",
        "true FALSE|boolean|boolean|",
        "2023-01-31 2024-02-29|date|date|",
        "2023-01-31 2023-02-30|string|string|",
        "31/01/2023 01/02/2023|date|date|dd/MM/yyyy",
        "01/31/2023 02/01/2023|date|date|MM/dd/yyyy",
        "1/2/2023 31/1/2023|date|date|d/M/yyyy",
        "20230131 19991231|date|date|yyyyMMdd",
        "20230131 20231301|integer|int|",
        "31.12.2023 01.01.2023|date|date|dd.MM.yyyy",
        "05-Jan-2023 31-Dec-2023|date|date|dd-MMM-yyyy",
        "2023-01-31T10:00:00Z 2023-01-31T10:00:00Z|timestamp|timestamp|",
        "31/01/2023_10:00:59 01/02/2023_23:59:00|timestamp|timestamp|dd/MM/yyyy HH:mm:ss",
        "24-02-2015_11.35 24-02-2015_9.05|timestamp|timestamp|dd-MM-yyyy H.mm",
        "31/01/23 01/02/23|date|date|dd/MM/yy",
        "10:35 23:59|string|string|"
      })
  void findsTheNarrowestTypeThatAllValuesHave(
      String values, String logicalType, String sparkType, String format) throws IOException {
    String records =
        List.of(values.split(" ")).stream()
            .map(v -> v.replace('_', ' ') + ",x y\n")
            .collect(Collectors.joining());

    ContractDraft draft = draft("t.csv", "value,other\n" + records);

    Column column = contract(draft).column("value");
    assertThat(column.type().simpleString()).isEqualTo(sparkType);
    assertThat(draft.yaml()).contains("logicalType: " + logicalType);
    assertThat(column.format().orElse(null)).isEqualTo(format);
    assertThat(column.required()).isTrue();
  }

  @Test
  void saysWhenDayAndMonthCannotBeToldApartAndAsksTheOtherColumnsFirst() throws IOException {
    ContractDraft alone = draft("a.csv", "d,x\n01/02/2023,one\n03/04/2023,two\n");
    ContractDraft helped = draft("b.csv", "d,e\n01/02/2023,12/31/2022\n03/04/2023,01/01/2023\n");

    assertThat(alone.yaml())
        .contains("# day and month cannot be told apart: every value fits MM/dd/yyyy as well")
        .contains("format: 'dd/MM/yyyy'");
    assertThat(contract(helped).column("d").format()).contains("MM/dd/yyyy");
  }

  @ParameterizedTest
  @CsvSource({"';',ISO-8859-1", "'|',UTF-8", "'%',UTF-8", "',',windows-1252"})
  void findsDelimiterAndEncoding(char delimiter, String charset) throws IOException {
    String city = charset.equals("windows-1252") ? "\u20AC Zürich" : "Zürich";
    String text = "id" + delimiter + "city\n" + "1" + delimiter + city + "\n2" + delimiter + "Bo\n";

    Contract contract = contract(draft("t.csv", text.getBytes(Charset.forName(charset))));

    SourceFormat source = contract.source().orElseThrow();
    assertThat(source.settings().getOrDefault("delimiter", ",")).hasToString("" + delimiter);
    assertThat(source.encoding()).isEqualTo(charset);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '~',
      value = {"a,\"b, \"\"c\"\"\"#\"#\"", "a,\"b, \\\"c\\\"\"#\"#\\", "'a','b, c'#'#'"})
  void findsHowQuotesAreWritten(String record, char quote, char escape) throws IOException {
    ContractDraft draft = draft("t.csv", "x1,x2\n" + record + "\n1,2\n");

    SourceFormat source = contract(draft).source().orElseThrow();
    assertThat(source.settings().getOrDefault("quote", "\"")).hasToString("" + quote);
    assertThat(source.settings().getOrDefault("escape", "" + quote)).hasToString("" + escape);
    assertThat(draft.records()).isEqualTo(2);
  }

  @Test
  void takesQuotesWithinValuesForText() throws IOException {
    ContractDraft draft = draft("t.csv", "x1,x2\na,\"b\" c\n1,2\n");

    assertThat(contract(draft).source().orElseThrow().settings()).containsEntry("quote", "\u0001");
  }

  @Test
  void takesBlanksAfterDelimitersForAHabitOfTheWriter() throws IOException {
    Contract contract = contract(draft("t.csv", "id, born, n\n1, 2020-01-01, 5\n2, , 6\n"));

    assertThat(contract.source().orElseThrow().settings()).containsEntry("trimBlanks", true);
    assertThat(contract.column("born").type().simpleString()).isEqualTo("date");
    assertThat(contract.column("born").required()).isFalse();
  }

  @Test
  void takesAKeyOnlyWhereAColumnOrdersItsRecords() throws IOException {
    String rows = rows(30, i -> i + ",A,2023-01-01T00:00:0" + i % 10 + "Z");

    Contract ordered = contract(draft("a.csv", "order_id,kind,updated_at\n" + rows));
    ContractDraft plain = draft("b.csv", "order_id,kind,bought\n" + rows);

    assertThat(ordered.key()).extracting(Column::name).containsExactly("order_id");
    assertThat(ordered.change().writeMode()).isEqualTo(WriteMode.MERGE);
    assertThat(ordered.change().orderColumn()).contains("updated_at");
    assertThat(contract(plain).change().writeMode()).isEqualTo(WriteMode.APPEND);
    assertThat(plain.yaml()).contains("# candidate keys, unique and never empty: order_id");
  }

  @Test
  void findsTwoColumnsThatAreAKeyTogether() throws IOException {
    ContractDraft draft =
        draft("t.csv", "a,b,c\n" + rows(100, i -> i / 10 + "," + i % 10 + ",same"));

    assertThat(draft.yaml()).contains("never empty: a + b\n");
  }

  @Test
  void findsPatternsOfCodesAndSetsOfValues() throws IOException {
    Contract contract =
        contract(
            draft(
                "t.csv",
                "number,tier,word\n"
                    + rows(
                        60,
                        i ->
                            "SK%06d,%s,%s"
                                .formatted(
                                    7919 * i,
                                    List.of("blue", "gold", "no").get(i % 3),
                                    "w".repeat(1 + i)))));

    assertThat(contract.column("number").constraints().pattern()).contains("^SK[0-9]{6}$");
    assertThat(contract.column("tier").constraints().validValues())
        .containsExactly("blue", "gold", "no");
    assertThat(contract.column("word").constraints().pattern()).isEmpty();
    assertThat(contract.column("word").constraints().validValues()).isEmpty();
  }

  @Test
  void findsPersonalDataByNamesAndByValuesAndRepeatsNone() throws IOException {
    ContractDraft draft =
        draft(
            "t.csv",
            "first_name,DateOfBirth,c3,c4,c5,passportNo,note,colour\n"
                + rows(
                    40,
                    i ->
                        "Zelda,1980-01-01,z%d@mail.example,+44 20 7946 0%03d,%s,P%07d,%s,red"
                            .formatted(
                                i,
                                i,
                                List.of("4111111111111111", "5500005555555559").get(i % 2),
                                i,
                                "She told us that the seat was broken and the meal was cold.")));

    Contract contract = contract(draft);
    assertThat(List.of("first_name", "date_of_birth", "c3", "c4", "c5", "passport_no"))
        .allSatisfy(
            name ->
                assertThat(contract.column(name).classification())
                    .as(name)
                    .isEqualTo(Classification.IDENTIFIER));
    assertThat(contract.column("note").classification()).isEqualTo(Classification.CONFIDENTIAL);
    assertThat(contract.column("colour").classification()).isEqualTo(Classification.INTERNAL);
    assertThat(draft.yaml())
        .doesNotContain("Zelda", "1980", "mail.example", "7946", "4111", "P000", "broken");
  }

  @Test
  void readsEveryObjectOfJsonLines() throws IOException {
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      file.append("{\"id\":%d,\"price\":%d.50,\"tags\":[1,{\"a\":2}]".formatted(i, i))
          .append(i == 40 ? ",\"Late Field\":\"x\"" : ",\"nothing\":null")
          .append("}\n");
    }

    ContractDraft draft = draft("t.jsonl.gz", gzip(file.toString()));

    Contract contract = contract(draft);
    assertThat(contract.source().orElseThrow().format()).isEqualTo("json");
    assertThat(contract.columns())
        .extracting(
            c ->
                c.name()
                    + " "
                    + c.sourceName()
                    + " "
                    + c.type().simpleString()
                    + " "
                    + c.required())
        .containsExactly(
            "id id int true",
            "price price decimal(10,2) true",
            "tags tags string true",
            "nothing nothing string false",
            "late_field Late Field string false");
    assertThat(draft.yaml()).contains("# objects or lists, kept as JSON text; never empty in 50");
  }

  @Test
  void tellsOfBrokenRecordsAndDraftsFromTheOthers() throws IOException {
    ContractDraft draft = draft("t.csv", "a,b\n" + rows(30, i -> i == 7 ? "7" : i + ",1"));

    assertThat(draft.broken()).isEqualTo(1);
    assertThat(draft.yaml())
        .contains("# 1 more have more or fewer fields than the header, the first at line 9");
    assertThat(contract(draft).column("b").type().simpleString()).isEqualTo("int");
  }

  @Test
  void isTheSameForTheSameFile() throws IOException {
    String text = "id,b,c\n" + rows(300, i -> i * 31 % 97 + "," + i % 3 + ",v" + i % 5);

    assertThat(draft("t.csv", text).yaml()).isEqualTo(draft("t.csv", text).yaml());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t.csv|a,b|it has a header and no records",
        "t.txt|Dear Sir;we regret, as we said, that;it is late|no delimiter divides its lines",
        "t.csv|a,b;1;2;3,4|no delimiter divides its lines",
        "t.json|[{\"a\":1}]|it is a JSON array; write one object per line",
        "t.json|{\"a\":1;\"b\":2}|2 of 2 records are no JSON object, the first at line 1",
        "t.json|{\"id\":1,\"ID\":2}|fields differ in upper and lower case only",
        "t.json|{;\"a\":1;}|it is one JSON document over several lines; write one object per line",
        "t.json|{\"rows\":[;{\"a\":1}]}|it is one JSON document over several lines",
        "t.parquet|PAR1xx|it is Parquet",
        "t.csv|''|it is empty"
      })
  void refusesWhatIsNoTableAndSaysWhy(String name, String lines, String reason) {
    assertThatThrownBy(() -> draft(name, lines.replace("''", "").replace(';', '\n')))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageStartingWith("Cannot draft a contract from ")
        .hasMessageContaining(reason)
        .extracting(e -> ((JetbridgeException) e).kind())
        .isEqualTo(FailureKind.CONTRACT);
  }

  @Test
  void tellsUtf16WithoutItsMark() {
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      assertThatThrownBy(() -> draft("t.csv", "id,name\n1,Ann\n".getBytes(charset)))
          .hasMessageEndingWith("it seems to be UTF-16; write it in UTF-8");
    }
    assertThatThrownBy(() -> draft("t.csv", "id,name\n1,A\0nn and others\n"))
        .hasMessageEndingWith("byte 11 is NUL: it is not text");
  }

  @Test
  void namesColumnsAsTablesDo() throws IOException {
    Contract contract =
        contract(draft("t.csv", "\"\",Member No,MemberNo,2nd,source_file,Größe\n1,2,3,4,5,6\n"));

    assertThat(contract.columns())
        .extracting(Column::name)
        .containsExactly(
            "column_1", "member_no", "member_no_2", "c_2nd", "source_file_of_file", "gr_e");
  }

  private ContractDraft draft(String name, String text) throws IOException {
    return draft(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private ContractDraft draft(String name, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve(name), bytes);
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

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
