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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a draft makes of the first lines of a file. */
class HeaderDraftTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // lines | header | lines above | trailing | columns and records
        "id,name;1,Ann;2,Bo|true|0|false|id name : 2",
        "#id,name;1,Ann;2,Bo|true|0|false|id name : 2",
        "Report of March;;id,name,n;1,Ann,3;2,Bo,4|true|2|false|id name n : 2",
        "# made by x;# on a day, at noon;id,name,n;1,Ann,3;2,Bo,4|true|2|false|id name n : 2",
        "sep=,;id,name;1,Ann;2,Bo|true|1|false|id name : 2",
        "\"a title; of two lines\";id,name,n;1,Ann,3;2,Bo,4|true|2|false|id name n : 2",
        "1,London,51.5;2,Paris,48.9|false|0|false|column_1 column_2 column_3 : 2",
        "GB,London;FR,Parisx;DE,Berlin|false|0|false|column_1 column_2 : 3",
        "1,NA,3.5;2,x,4.5;3,y,5.5|false|0|false|column_1 column_2 column_3 : 3",
        "2023-01-01,5,a;2023-01-02,6,b|false|0|false|column_1 column_2 column_3 : 2",
        "id,name,;1,Ann,;2,Bo,|true|0|true|id name : 2",
        "id,name;1,Ann,;2,Bo,|true|0|true|id name : 2",
        "id,name,name;1,Ann,x;2,Bo,y|false|1|false|id name name_2 : 2",
        "a,,b,,c;1,2,3,4,5;1,2,3,4,6|false|1|false|a column_2 b column_4 c : 2",
        "a,,b,;1,2,3,;1,2,4,|false|1|true|a column_2 b : 2",
        "country,2019,2020,2021;Kenya,5,6,7;Ghana,8,9,1|true|0|false|country c_2019 c_2020 c_2021 :"
            + " 2",
        "word,text;word,b;c,d;e,f|true|0|false|word text : 3",
        "id,name;1,Ann;id,name;2,Bo|true|0|false|id name : 2"
      })
  void findsTheColumnsByWhatStandsAboveTheRecords(
      String lines, boolean header, int above, boolean trailing, String expected)
      throws IOException {
    ContractDraft draft = draft(lines.replace(';', '\n') + "\n");

    Contract contract = ContractLoader.parse(draft.yaml(), "draft");
    Map<String, Object> settings = contract.source().orElseThrow().settings();
    assertThat(settings.getOrDefault("header", true)).isEqualTo(header);
    assertThat(settings.getOrDefault("skipLines", 0)).isEqualTo(above);
    assertThat(settings.getOrDefault("trailingEmptyColumn", false)).isEqualTo(trailing);
    assertThat(
            contract.columns().stream().map(Column::name).collect(Collectors.joining(" "))
                + " : "
                + draft.records())
        .isEqualTo(expected);
  }

  @Test
  void saysWhatIsWrongWithAHeader() throws IOException {
    assertThat(draft("id,name,name\n1,Ann,x\n2,Bo,y\n").warnings())
        .singleElement()
        .asString()
        .startsWith("columns 2 and 3 have the same name in the header, so columns go by position");
    assertThat(draft("1,London,51.5\n2,Paris,48.9\n").warnings())
        .singleElement()
        .asString()
        .startsWith("line 1 is a record like the others (field 1 is not a name")
        .doesNotContain("London");
    assertThat(draft("id,,n\n1,Ann,3\n2,Bo,4\n").warnings())
        .containsExactly("column 2 has no name in the header; it is column_2 here");
    assertThat(draft("id,name\n1,Ann\nid,name\n2,Bo\n").warnings())
        .containsExactly("record 2 repeats the header, and will be quarantined");
  }

  @Test
  void namesThatTheEyeCannotReadAreNormalised() throws IOException {
    ContractDraft draft = draft("\uFEFFid,first\u00A0name,Cafe\u0301\n1,Ann,x\n2,Bo,y\n");

    Contract contract = ContractLoader.parse(draft.yaml(), "draft");
    assertThat(draft.yaml()).contains("{property: headerNames, value: normalised}");
    assertThat(contract.columns())
        .extracting(Column::sourceName)
        .containsExactly("id", "first name", "Caf\u00E9");
  }

  @Test
  void comparesAFileWithAContractThatHasNoHeader() throws IOException {
    Contract contract = ContractLoader.parse(draft("1,Ann,3\n2,Bo,4\n").yaml(), "draft");
    Path file = Files.writeString(folder.resolve("next.csv"), "3,Cy,5\n4,Di,x\n");

    assertThat(ContractChanges.of(file, contract, Formats.bundled()::sample).proposals())
        .singleElement()
        .asString()
        .contains("column column_3 is string now");
  }

  @Test
  void refusesARecordWhereTheContractHasAHeader() throws IOException {
    Contract contract = ContractLoader.parse(draft("id,name,n\n1,Ann,3\n").yaml(), "draft");
    Path file = Files.writeString(folder.resolve("next.csv"), "3,Cy,5\n4,Di,6\n");

    assertThatThrownBy(() -> ContractChanges.of(file, contract, Formats.bundled()::sample))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("line 1 seems to be no header but a record (field 1 is not a name");
  }

  private ContractDraft draft(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), text);
    return ContractDraft.of(
        file, Optional.of(new ProductId("shop", "sample")), Formats.bundled()::sample);
  }
}
