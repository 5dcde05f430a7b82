package dev.jetbridge.pipelines.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ContractLoader;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.channel.FolderPull;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.quality.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.LogicalRDD;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of so many columns that Spark would take minutes to plan what is read from them. */
class WideFilesTest extends LakeTest {
  private static final int COLUMNS = PlanCut.WIDE;

  @TempDir private Path folder;
  private Contract contract;
  private List<LandedFile> files;

  @BeforeEach
  void writeAFile() throws IOException {
    String columns =
        names()
            .map(name -> "      - {name: " + name + ", logicalType: integer, required: true}\n")
            .collect(Collectors.joining());
    contract =
        ContractLoader.parse(
            """
            apiVersion: v3.1.0
            kind: DataContract
            id: test.wide
            name: wide
            domain: test
            version: 1.0.0
            status: active
            servers:
              - {server: sample, type: local, path: './wide.csv', format: csv}
            schema:
              - name: wide
                logicalType: object
                properties:
            """
                + columns
                + "customProperties:\n  - {property: productKind, value: source-aligned}\n",
            "test");
    Files.writeString(
        folder.resolve("wide.csv"),
        Stream.of(
                names().collect(Collectors.joining(",")),
                row("1"),
                row("two"),
                row("\"3\"x"),
                namesUpTo(RawReader.TELLING))
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
    Ingest.DryRun run = new Ingest(lake(), contract, RuleSet.of(contract)).dryRun(files).get(0);

    assertThat(run.refusal()).isEmpty();
    assertThat(run.records()).isEqualTo(4);
    Map<String, Long> rejects = run.rejects();
    assertThat(rejects)
        .hasSize(3)
        .containsKey("the record is the header once more (header)")
        .containsKey("the record has text behind a closing quote (quotes)");
    assertThat(rejects.keySet()).anyMatch(r -> r.startsWith("c7 must be ") && r.endsWith("(type)"));
  }

  @Test
  void plansNoStepTogetherWithTheOneBefore() {
    FileLayout layout = FileLayout.of(contract);
    SourceColumns columns = SourceColumns.of(contract);
    RawReader reader = new RawReader(lake().spark(), layout, columns);
    List<FileCheck> checks = List.of(BytePass.check(files.get(0), layout, columns));
    RowParse parse = new RowParse(contract, true);

    assertThat(plan(parse.accepted(reader.read(checks)))).isInstanceOf(LogicalRDD.class);
    // Of the pointers only their making is left, behind rows that are judged.
    LogicalPlan rejected = plan(parse.rejected(reader.locate(checks)));
    assertThat(rejected.collectLeaves().head().output().mkString(",")).contains("_reject");
  }

  private static LogicalPlan plan(Dataset<Row> rows) {
    return rows.queryExecution().optimizedPlan();
  }
}
