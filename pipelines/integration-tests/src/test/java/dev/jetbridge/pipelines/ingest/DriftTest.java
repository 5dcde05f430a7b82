package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.run.RunResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files whose columns are not those of their contract. */
class DriftTest extends LakeTest {
  private static final String HEADER = "id,customer,amount,action,changed_at";
  private static final String AT = "2023-01-01T10:00:00Z";

  @ParameterizedTest
  @CsvSource({"csv,column", "json,field"})
  void ignoresANewColumnAndFillsAMissingOneWithNull(String format, String what) throws IOException {
    Contract contract = orders("ignored", format, "orders_*", "{newColumns: ignore}");
    land(contract, "orders_1", twoRecords(format, 1));
    land(contract, "orders_2.gz", gzip(twoRecords(format, 3)));
    land(
        contract,
        "orders_3",
        format.equals("csv")
            ? "changed_at,id,amount,action\n" + AT + ",5,12.50,U\n"
            : "{\"id\":5,\"amount\":12.50,\"action\":\"U\",\"changed_at\":\"" + AT + "\"}\n");

    RunResult result = run(contract, AS_OF);

    assertThat(result.message())
        .isEqualTo(
            "missing %s customer is null (1 file); new %s channel is ignored (2 files)"
                .formatted(what, what));
    assertThat(files(contract))
        .containsExactly(
            "ingested|new " + what + " channel is ignored|null",
            "ingested|new " + what + " channel is ignored|null",
            "ingested|missing " + what + " customer is null|null");
    assertThat(rows(contract))
        .containsExactly(
            "1|Ann|12.50|U|2023-01-01 10:00:00",
            "2|Ben|7.00|U|2023-01-01 10:00:00",
            "3|Ann|12.50|U|2023-01-01 10:00:00",
            "4|Ben|7.00|U|2023-01-01 10:00:00",
            "5|null|12.50|U|2023-01-01 10:00:00");
  }

  @ParameterizedTest
  @CsvSource({"csv,column", "json,field"})
  void capturesANewColumnIntoTheMapThatTheContractNames(String format, String what)
      throws IOException {
    Contract contract = ordersCapturing("extra", "captured_" + format, "orders_*", format);
    land(contract, "orders_1", twoRecords(format, 1));
    land(contract, "orders_2.gz", gzip(twoRecords(format, 3).replace("channel", "Chan.nel")));
    land(
        contract, "orders_3", (format.equals("csv") ? HEADER + "\n" : "") + record(format, 5, "1"));

    RunResult result = run(contract, AS_OF);

    assertThat(result.message())
        .isEqualTo(
            ("new %1$s Chan.nel is captured into extra (1 file); new %1$s channel is captured into"
                    + " extra (1 file)")
                .formatted(what));
    assertThat(rows(contract))
        .containsExactly(
            "1|Ann|12.50|U|2023-01-01 10:00:00|null",
            "2|Ben|7.00|U|2023-01-01 10:00:00|{\"channel\":\"web\"}",
            "3|Ann|12.50|U|2023-01-01 10:00:00|null",
            "4|Ben|7.00|U|2023-01-01 10:00:00|{\"Chan.nel\":\"web\"}",
            "5|Ann|1.00|U|2023-01-01 10:00:00|null");
  }

  @Test
  void whatIsCapturedIsChangedAndComparedLikeOtherColumns() {
    Contract contract = ordersCapturing("extra", "captured_change", "orders_*.csv", "csv");
    land(contract, "orders_1.csv", HEADER + ",b,a\n1,Ann,1.00,U," + AT + ",x,\n");
    run(contract, AS_OF);
    land(contract, "orders_2.csv", "a," + HEADER + ",b\n,1,Ann,1.00,U," + AT + ",x\n");
    land(contract, "orders_3.csv", HEADER + ",b\n1,Ann,1.00,U,2023-01-02T10:00:00Z,y\n");

    RunResult result = run(contract, AS_OF.plusSeconds(1));

    assertThat(result.counts().superseded() + result.counts().duplicates()).isEqualTo(1);
    assertThat(rows(contract)).containsExactly("1|Ann|1.00|U|2023-01-02 10:00:00|{\"b\":\"y\"}");
  }

  @Test
  void seesThatFieldsAreMissingInARecordThoughAColumnIsIgnored() {
    Contract contract = orders("short_record", "csv", "orders_1.csv", "{newColumns: ignore}");
    land(
        contract,
        "orders_1.csv",
        HEADER
            + ",channel\n1,Ann,1.00,U,"
            + AT
            + "\n2,Ben,1.00,U,"
            + AT
            + ",web\n3,Cid,1.00,U,"
            + AT
            + ",web,more\n");

    RunResult result = run(contract, AS_OF);

    assertThat(result.counts().quarantined()).isEqualTo(2);
    assertThat(rows(contract)).containsExactly("2|Ben|1.00|U|2023-01-01 10:00:00");
  }

  @ParameterizedTest
  @CsvSource({"csv", "json"})
  void aFileWithARetypedColumnIsRefusedWholeWhileOthersGoOn(String format) {
    Contract contract = orders("retyped", format, "orders_*", null);
    StringBuilder retyped = new StringBuilder(format.equals("csv") ? HEADER + "\n" : "");
    StringBuilder half = new StringBuilder(retyped);
    for (int i = 1; i <= 20; i++) {
      String broken = i % 20 == 0 ? "1.00" : "'EUR " + i + "'";
      String mixed = i % 2 == 0 ? "1.00" : "'EUR " + i + "'";
      retyped.append(record(format, i, broken)).append('\n');
      half.append(record(format, 100 + i, mixed)).append('\n');
    }
    land(contract, "orders_retyped", retyped.toString());
    land(contract, "orders_half", half.toString());

    RunResult result = run(contract, AS_OF);

    assertThat(files(contract))
        .containsExactly(
            "ingested|null|null",
            "refused|type: column amount must be a number with at most 2 decimals, which 19 of 20"
                + " records are not; each of them: has letters next to the digits; numberFormat"
                + " with"
                + " the mark under currency would accept it; those look like integer|whole"
                + " file");
    assertThat(result.counts().loaded()).isEqualTo(10);
    assertThat(result.counts().quarantined()).isEqualTo(10);
    assertThat(table(contract).filter("id < 100").count()).isZero();
  }

  @Test
  void saysBeforehandWhatDriftedAndWhy() {
    Contract contract = orders("dry", "csv", "orders_*", "{newColumns: ignore}");
    land(contract, "orders_1", HEADER + ",channel\n1,Ann,1.00,U," + AT + ",web\n");
    land(contract, "orders_2", HEADER + "\n" + "1,Ann,1.00,U,01/02/2023\n".repeat(Retyped.LEAST));

    List<Ingest.DryRun> files = ingest(contract).dryRun(landing().files(contract.id()));

    assertThat(files)
        .anySatisfy(f -> assertThat(f.warning()).contains("new column channel is ignored"))
        .anySatisfy(
            f ->
                assertThat(f.refusal().orElse(""))
                    .startsWith("type: column changed_at must be an instant in ISO 8601")
                    .contains("date dd/MM/yyyy"));
  }

  @Test
  void readsNamesThatNoTableCouldHave() {
    Contract contract =
        ContractLoader.parse(
            """
            apiVersion: v3.1.0
            kind: DataContract
            id: shop.odd_names
            name: odd_names
            domain: shop
            version: 1.0.0
            status: active
            servers: [{server: shop, type: local, path: ./odd.csv, format: csv}]
            schema:
              - name: odd_names
                properties:
                  - name: id
                    logicalType: integer
                    customProperties: [{property: sourceColumn, value: ''}]
                  - name: other
                    logicalType: integer
                    customProperties: [{property: sourceColumn, value: id}]
                  - {name: extra, logicalType: object, physicalType: 'map<string,string>', classification: identifier}
            customProperties:
              - {property: productKind, value: source-aligned}
              - {property: driftPolicy, value: {newColumns: capture, into: extra}}
            """,
            "test");
    land(contract, "odd.csv", "\"\",a.b,`c,ID_2,id\n1,2,3,4,5\n");

    RunResult result = run(contract, AS_OF);

    assertThat(result.message()).contains("new column a.b is captured into extra");
    assertThat(rows(contract)).containsExactly("1|5|{\"ID_2\":\"4\",\"`c\":\"3\",\"a.b\":\"2\"}");
  }

  private static Contract orders(String name, String format, String files, String policy) {
    String id = name + "_" + format;
    return policy == null
        ? ordersIn(id, files, format)
        : ordersIn(id, files, format, "{property: driftPolicy, value: " + policy + "}");
  }

  /** One without and one with a value for what is new, which stands in the midst. */
  private static String twoRecords(String format, int id) {
    return format.equals("csv")
        ? "changed_at,channel,id,customer,amount,action\n%s,,%d,Ann,12.50,U\n%s,web,%d,Ben,7,U\n"
            .formatted(AT, id, AT, id + 1)
        : json(id, "Ann", "12.50")
            + "\n"
            + json(id + 1, "Ben", "7").replace(",\"amount", ",\"channel\":\"web\",\"amount")
            + "\n";
  }

  private static String record(String format, int id, String amount) {
    return format.equals("csv")
        ? id + ",Ann," + amount.replace("'", "") + ",U," + AT
        : json(id, "Ann", amount.replace("'", "\""));
  }

  private static String json(int id, String customer, String amount) {
    return "{\"id\":%d,\"customer\":\"%s\",\"amount\":%s,\"action\":\"U\",\"changed_at\":\"%s\"}"
        .formatted(id, customer, amount, AT);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static List<String> rows(Contract contract) {
    Column[] values =
        contract.columns().stream()
            .map(
                c ->
                    coalesce(
                        c.name().equals("extra")
                            ? to_json(col("extra"))
                            : col(c.name()).cast("string"),
                        lit("null")))
            .toArray(Column[]::new);
    return table(contract).orderBy("id").select(concat_ws("|", values)).collectAsList().stream()
        .map(r -> r.getString(0))
        .toList();
  }

  private static List<String> files(Contract contract) {
    return operations()
        .published(OperationsTable.FILES, contract.id())
        .orderBy("file_name")
        .select("status", "reason", "place")
        .collectAsList()
        .stream()
        .map(r -> r.getString(0) + "|" + r.getString(1) + "|" + r.getString(2))
        .toList();
  }
}
