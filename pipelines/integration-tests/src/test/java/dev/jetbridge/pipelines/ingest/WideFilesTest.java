package dev.jetbridge.pipelines.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.channel.FolderPull;
import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.ingest.format.FormatReader;
import dev.jetbridge.pipelines.ingest.format.SourceColumns;
import dev.jetbridge.pipelines.ingest.rows.RowSteps;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.operations.RecordCounts;
import dev.jetbridge.pipelines.operations.RunCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.LogicalRDD;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of so many columns that Spark would take minutes to plan what is read from them. */
class WideFilesTest extends LakeTest {
  private static final int COLUMNS = RowSteps.WIDE;

  @TempDir private Path folder;
  private Contract contract;
  private List<LandedFile> files;

  @BeforeEach
  void writeAFile() throws IOException {
    String columns =
        names()
            .map(name -> "      - {name: " + name + ", logicalType: integer, required: true}\n")
            .collect(Collectors.joining());
    contract = WideContract.of("csv", columns, "");
    Files.writeString(
        folder.resolve("wide.csv"),
        Stream.of(
                names().collect(Collectors.joining(",")),
                row("1"),
                row("two"),
                row("\"3\"x"),
                namesUpTo(16))
            .map(line -> line + "\n")
            .collect(Collectors.joining()));
    files = new FolderPull(folder).inPlace(contract);
  }

  private static Stream<String> names() {
    return IntStream.range(0, COLUMNS).mapToObj(i -> "c" + i);
  }

  private static String row(String seventh) {
    return names().map(n -> n.equals("c7") ? seventh : "1").collect(Collectors.joining(","));
  }

  /** A record that begins as the header does: to compare all names is a plan too deep. */
  private static String namesUpTo(int last) {
    return IntStream.range(0, COLUMNS)
        .mapToObj(i -> i < last ? "c" + i : "1")
        .collect(Collectors.joining(","));
  }

  @Test
  void saysOfEachRecordWhatIsWrongWithIt() {
    Ingest.DryRun run = ingest(contract).dryRun(files).get(0);

    assertThat(run.refusal()).isEmpty();
    assertThat(run.records()).isEqualTo(4);
    Map<String, Long> rejects = run.rejects();
    assertThat(rejects)
        .hasSize(3)
        .containsKey("the record repeats the header (header)")
        .containsKey("the record has text after a closing quote (quotes)");
    assertThat(rejects.keySet()).anyMatch(r -> r.startsWith("c7 must be ") && r.endsWith("(type)"));
  }

  @Test
  void plansNoStepTogetherWithTheOneBefore() {
    FormatReader format = format(contract);
    RawReader reader = new RawReader(lake().spark(), format, SourceColumns.of(contract));
    List<FileCheck> checks = List.of(BytePass.check(files.get(0), format, false));
    RowParse parse = new RowParse(contract, format);

    assertThat(plan(parse.accepted(reader.read(checks)))).isInstanceOf(LogicalRDD.class);
    assertThat(plan(parse.rejected(reader.locate(checks)))).isInstanceOf(LogicalRDD.class);
  }

  @Test
  void publishesWhatChangesOfWideRecords() {
    Contract lines = lines();
    // Twice the same, an older one, a delete of what never was, an amount that is none.
    land(
        lines,
        "lines_1.csv",
        file(
            "1,a,5.10,U,1 2,b,0.20,U,1 2,b,0.20,U,1 3,c,1.00,U,2 3,c,9.00,U,1 4,d,1.00,D,1"
                + " 5,e,x,U,1"));
    assertThat(run(lines, AS_OF).counts())
        .isEqualTo(new RunCounts(1, 0, new RecordCounts(7, 4, 1, 1, 1, 0), 3));
    // An update, a delete, one older than the table, an equal one, a new one, one too late.
    land(
        lines,
        "lines_2.csv",
        file("1,a,6.00,U,2 2,b,0.20,D,2 3,c,8.00,U,1 3,c,1.00,U,2 6,f,7.00,U,1 4,d,1.00,U,1"));
    assertThat(run(lines, AS_OF.plusSeconds(1)).counts())
        .isEqualTo(new RunCounts(1, 0, new RecordCounts(6, 3, 2, 1, 0, 0), 3));

    assertThat(
            table(lines)
                .selectExpr("concat_ws(' ', id, customer, amount, action, day(changed_at), c0)")
                .as(Encoders.STRING())
                .collectAsList())
        .containsExactlyInAnyOrder("1 a 6.00 U 2 7", "3 c 1.00 U 2 7", "6 f 7.00 U 1 7");
    assertThat(table(lines).filter("more['new'] = 'n'").count()).isEqualTo(3);
  }

  private static String file(String records) {
    String names = names().map(name -> "," + name).collect(Collectors.joining());
    return Stream.of(records.split(" "))
        .map(r -> r.substring(0, r.length() - 1) + "2023-08-0" + r.charAt(r.length() - 1))
        .map(record -> record + "T00:00:00Z" + ",7".repeat(COLUMNS) + ",n\n")
        .collect(
            Collectors.joining("", "id,customer,amount,action,changed_at" + names + ",new\n", ""));
  }

  private static Contract lines() {
    String columns =
        names()
            .map(name -> "      - {name: " + name + ", logicalType: integer}\n")
            .collect(Collectors.joining());
    return ContractLoader.parse(
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: shop.lines
        name: lines
        domain: shop
        version: 1.0.0
        status: active
        servers:
          - {server: shop, type: local, path: './lines_*.csv', format: csv}
        schema:
          - name: lines
            logicalType: object
            quality:
              - {id: few_rows, metric: rowCount, mustBeLessThan: 100}
            properties:
              - {name: id, logicalType: integer, primaryKey: true, primaryKeyPosition: 1, required: true}
              - {name: customer, logicalType: string}
              - {name: amount, logicalType: number, physicalType: 'decimal(10,2)', required: true}
              - name: action
                logicalType: string
                customProperties:
                  - {property: validValues, value: [U, D]}
              - {name: changed_at, logicalType: timestamp, required: true}
              - {name: more, logicalType: object, physicalType: 'map<string,string>', classification: identifier}
        """
            + columns
            + """
            customProperties:
              - {property: productKind, value: source-aligned}
              - {property: orderColumn, value: changed_at}
              - {property: deleteMarker, value: {column: action, value: D}}
              - {property: driftPolicy, value: {newColumns: capture, into: more}}
            """,
        "test");
  }

  private static LogicalPlan plan(Dataset<Row> rows) {
    return rows.queryExecution().optimizedPlan();
  }
}
