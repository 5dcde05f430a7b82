package dev.jetbridge.pipelines.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.landing.LandedFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the byte pass says about the columns of a file; no row is read, so no session is needed. */
class HeaderCheckTest extends LakeTest {
  private static final String HEADER = "id,customer,amount,action,changed_at";
  private static final String AT = "2023-01-01T10:00:00Z";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"csv,false", "csv,true", "json,false", "json,true"})
  void refusesANewColumnByDefaultAndSaysWhere(String format, boolean zipped) throws IOException {
    String file =
        format.equals("csv")
            ? HEADER + ",channel\n1,Ann,1,U," + AT + ",\n"
            : json(1) + "\n" + json(2).replace("}", ", \"channel\": \"web\"}") + "\n";
    String what = format.equals("csv") ? "column" : "field";

    FileCheck check = check(file, zipped, format, "refuse");

    assertThat(check.refusal())
        .isEqualTo("header: 6 %ss, the contract has 5 (extra %s channel)".formatted(what, what));
    assertThat(check.place()).isEqualTo(format.equals("csv") ? "line 1" : "line 2");
  }

  @ParameterizedTest
  @CsvSource({
    "refuse,maria@example.com",
    "ignore,P1234567",
    "capture,Maria Lopez",
    "refuse,971501"
  })
  void neverTellsANameThatLooksLikeAValue(String policy, String name) throws IOException {
    String shown = "(" + name.length() + " characters, not shown)";
    for (String format : List.of("csv", "json")) {
      String file =
          format.equals("csv")
              ? HEADER + "," + name + "\n1,Ann,1,U," + AT + ",\n"
              : json(1).replace("}", ", \"" + name + "\": \"web\"}") + "\n";

      FileCheck check = check(file, false, format, policy);

      assertThat(check.toString().replace(check.header().toString(), "")).doesNotContain(name);
      assertThat(check.refused() ? check.refusal() : check.warning()).contains(shown);
    }
  }

  @ParameterizedTest
  @CsvSource({"csv,amount", "csv,changed_at", "csv,id", "csv,action", "json,amount", "json,action"})
  void aMissingColumnThatIsNeededIsRefusedWhateverThePolicy(String format, String column)
      throws IOException {
    FileCheck check = check(without(format, column), false, format, "ignore");

    assertThat(check.refusal())
        .startsWith("header: 4 ")
        .endsWith("(missing " + (format.equals("csv") ? "column " : "field ") + column + ")");
  }

  @ParameterizedTest
  @CsvSource({
    "csv,refuse,custommer",
    "csv,capture,CUST_OMER",
    "json,ignore,custmer",
    "json,capture,customers"
  })
  void aRenamedColumnIsRefusedWhateverThePolicy(String format, String policy, String name)
      throws IOException {
    String file =
        format.equals("csv") ? HEADER + "\n1,Ann,1.00,U," + AT + "\n" : json(1) + "\n" + json(2);

    FileCheck check = check(file.replace("customer", name), false, format, policy);

    assertThat(check.refusal())
        .contains(name + " (near the missing customer: renamed?)")
        .contains("missing " + (format.equals("csv") ? "column" : "field") + " customer");
  }

  @ParameterizedTest
  @CsvSource({"csv,ignore", "csv,capture", "json,ignore", "json,capture"})
  void aColumnWhoseValuesFitAMissingOneIsTakenForRenamed(String format, String policy)
      throws IOException {
    String file =
        format.equals("csv")
            ? HEADER + "\n1,Ann,1.00,U,%s\n2,Ben,1.00,U,%s\n3,Cid,1.00,U,%s\n".formatted(AT, AT, AT)
            : json(1) + "\n" + json(2) + "\n" + json(3) + "\n";

    FileCheck renamed = check(file.replace("action", "kind"), false, format, policy);
    FileCheck other =
        check(
            file.replace("action", "kind").replace(",U,", ",x,").replace("\"U\"", "\"x\""),
            false,
            format,
            policy);

    assertThat(renamed.refusal()).contains("kind (its values fit the missing action: renamed?)");
    assertThat(other.refusal()).doesNotContain("renamed?").contains("missing");
  }

  @Test
  void findsAFieldInTheMiddleOfAFileAndOnlyAmongTheOutermost() throws IOException {
    StringBuilder file = new StringBuilder();
    for (int i = 1; i <= 40_000; i++) {
      String plain = json(i).replace("Ann", "A {\\\"b\\\": [1, 2]} \\\\");
      file.append(
              i == 20_000 ? "{ \"n\\u0065w\" :{\"id\":[{\"x\":1}]}," + plain.substring(1) : plain)
          .append('\n');
    }

    FileCheck check = check(file.toString(), true, "json", "refuse");

    assertThat(check.refusal()).contains("(extra field new)");
    assertThat(check.place()).isEqualTo("line 20000");
  }

  @Test
  void aRecordInSingleQuotesAddsNoField() throws IOException {
    String single = json(2).replace("}", ",\"more\":1}").replace('"', '\'');

    FileCheck check = check(json(1) + "\n" + single + "\n", false, "json", "refuse");

    assertThat(check.refused()).isFalse();
    assertThat(check.records()).isEqualTo(2);
  }

  @Test
  void aFileWithoutOneWholeObjectIsLeftToTheQuarantine() throws IOException {
    FileCheck check = check("{\"id\":1,\"customer\":\nnonsense\n", false, "json", "refuse");

    assertThat(check.refused()).isFalse();
    assertThat(check.records()).isEqualTo(2);
  }

  @Test
  void aRecordThatWillBeRejectedAddsNoField() throws IOException {
    String twice = json(2).replace("}", ",\"new\":1,\"new\":2}");
    String known = json(3).replace("}", ",\"other\":1,\"id\":2}");
    String cut = json(4).replace("}", ",\"more\":1");
    String two = json(5) + json(6).replace("}", ",\"last\":1}");

    FileCheck check =
        check(String.join("\n", json(1), twice, known, cut, two, json(7)), false, "json", "refuse");

    assertThat(check.refused()).isFalse();
    assertThat(check.records()).isEqualTo(6);
  }

  @Test
  void refusesObjectsThatAreUsedAsMaps() throws IOException {
    StringBuilder file = new StringBuilder();
    for (int i = 0; i <= 1_000; i++) {
      file.append(json(i).replace("}", ",\"k" + i + "\":1}")).append('\n');
    }

    FileCheck check = check(file.toString(), false, "json", "ignore");

    assertThat(check.refusal()).startsWith("header: more than 1000 different fields");
  }

  /** As many again as the contract has may be new. */
  @Test
  void takesThousandsOfFieldsThatTheContractHas() throws IOException {
    int known = 1_500;
    FileCheck twice = checkWide(known, 2 * known);

    assertThat(twice.refusal()).isNull();
    assertThat(twice.records()).isEqualTo(2);
    assertThat(twice.warning()).startsWith("new field field_1500 is ignored; ");
    assertThat(checkWide(known, 2 * known + 1).refusal())
        .startsWith("header: more than 3000 different fields");
  }

  private FileCheck checkWide(int known, int sent) throws IOException {
    String object = fields(sent).map(n -> '"' + n + "\":1").collect(Collectors.joining(","));
    Contract wide =
        WideContract.of(
            "json",
            fields(known)
                .map(name -> "      - {name: " + name + ", logicalType: integer}\n")
                .collect(Collectors.joining()),
            "  - {property: driftPolicy, value: {newColumns: ignore}}\n");
    return check(
        ("{" + object + "}\n").repeat(2).getBytes(StandardCharsets.UTF_8), "wide.json", wide);
  }

  private static Stream<String> fields(int number) {
    return IntStream.range(0, number).mapToObj(i -> "field_" + i);
  }

  @Test
  void capturesFieldsThatDifferInCaseOnly() throws IOException {
    FileCheck check = check(json(1).replace("}", ",\"ID\":7}") + "\n", false, "json", "capture");

    assertThat(check.refused()).isFalse();
    assertThat(check.header()).containsExactly("ID");
    assertThat(check.warning())
        .isEqualTo("new field ID (differs from id in upper and lower case) is captured into extra");
  }

  private FileCheck check(String text, boolean zipped, String format, String policy)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (zipped) {
      ByteArrayOutputStream zip = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(zip)) {
        out.write(bytes);
      }
      bytes = zip.toByteArray();
    }
    return check(bytes, "orders_1." + format + (zipped ? ".gz" : ""), contract(format, policy));
  }

  private FileCheck check(byte[] bytes, String name, Contract contract) throws IOException {
    Path path = Files.write(folder.resolve(name), bytes);
    String hash;
    try {
      hash =
          HexFormat.of()
              .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    return BytePass.check(
        new LandedFile(hash, name, "test", bytes.length, AT, path.toString()),
        format(contract),
        contract.key().isEmpty());
  }

  private static Contract contract(String format, String policy) {
    String deletes = "{property: deleteMarker, value: {column: action, value: D}}";
    return policy.equals("capture")
        ? ordersCapturing("extra", "checked", "orders_*", format, deletes)
        : ordersIn(
            "checked",
            "orders_*",
            format,
            deletes,
            "{property: driftPolicy, value: {newColumns: " + policy + "}}");
  }

  private static String without(String format, String column) {
    if (format.equals("json")) {
      return json(1).replaceAll("\"" + column + "\":[^,}]*,?", "").replace(",}", "}") + "\n";
    }
    List<String> names = List.of(HEADER.split(","));
    List<String> values = List.of("1", "Ann", "1.00", "U", AT);
    int left = names.indexOf(column);
    return String.join(",", but(names, left)) + "\n" + String.join(",", but(values, left)) + "\n";
  }

  private static List<String> but(List<String> all, int left) {
    List<String> others = new java.util.ArrayList<>(all);
    others.remove(left);
    return others;
  }

  private static String json(int id) {
    return "{\"id\":%d,\"customer\":\"Ann\",\"amount\":1.5,\"action\":\"U\",\"changed_at\":\"%s\"}"
        .formatted(id, AT);
  }
}
