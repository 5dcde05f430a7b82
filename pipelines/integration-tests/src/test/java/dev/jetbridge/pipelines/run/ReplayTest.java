package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.quarantine.MendableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest extends LakeTest {
  private static final String RECORDS = "p1,1\np2,many\np3,3\np4,few\np5,some\n";

  @TempDir private Path folder;

  @Test
  void takesRejectedRowsAndRefusedFilesOnceTheContractIsMended() {
    Contract narrow = visits("mended_contract", "{maxLength: 2}");
    land(narrow, "visits_1.csv", "place,guests\np1,1\np234,2\n");
    land(narrow, "visits_2.csv", "place\np5\n");
    run(narrow, AS_OF);
    assertThat(places(narrow)).containsExactly("p1:1");
    Contract wide = visits("mended_contract", "{maxLength: 9}");

    RunResult replayed = runner(AS_OF.plusSeconds(2)).replay(wide, files(wide));

    assertThat(replayed.status()).isEqualTo(RunStatus.PUBLISHED);
    assertThat(replayed.counts().records()).isEqualTo(1);
    assertThat(replayed.counts().refusedFiles()).isEqualTo(1);
    assertThat(places(wide)).containsExactly("p1:1", "p234:2");
    assertThat(open(wide)).isEmpty();
  }

  @Test
  void takesMendedRowsInAndNeverTheOthersTwiceAndARebuildToo() throws IOException {
    // A sender may have columns that are called like what stands beside them.
    Contract contract = visits("mended_rows", "{}", "reason", "_line");
    land(contract, "visits_1.csv", "reason,_line\n" + RECORDS);
    land(contract, "visits_2.csv", "_line,reason\n7,p7\n");
    run(contract, AS_OF);
    Dataset<Row> rejected =
        Compilers.standard()
            .compile(contract)
            .rejectedRows(lake())
            .read(files(contract), operations().quarantine(contract.id()), Optional.empty());
    MendableFile mendable = new MendableFile(contract);
    Path file = folder.resolve("rows.csv");
    mendable.write(rejected, file);
    String exported = Files.readString(file);
    assertThat(exported)
        .startsWith("_file,_record,_reason,__line,reason,_line\n")
        .contains(",p2,many\n", ",p4,few\n", ",p5,some\n");
    Files.writeString(file, exported.replace("many", "2").replace("few", "still few"));
    landing().keepMended(contract.id(), mendable.read(file, mendable.originals(rejected), AS_OF));

    RunResult replayed = runner(AS_OF.plusSeconds(1)).replay(contract, files(contract));

    assertThat(replayed.status()).isEqualTo(RunStatus.PUBLISHED);
    assertThat(replayed.counts().records()).isEqualTo(3);
    assertThat(replayed.counts().loaded()).isEqualTo(1);
    assertThat(places(contract)).containsExactly("p1:1", "p2:2", "p3:3", "p7:7");
    assertThat(open(contract)).containsExactly(4L, 5L);
    Row account = operations().files(contract.id()).filter("file_name = 'visits_1.csv'").first();
    assertThat(account.<Long>getAs("records")).isEqualTo(5);
    assertThat(account.<Long>getAs("loaded")).isEqualTo(3);
    assertThat(account.<Long>getAs("quarantined")).isEqualTo(2);
    assertThat(account.<String>getAs("status")).isEqualTo("replayed");
    assertThat(run(contract, AS_OF.plusSeconds(2)).status()).isEqualTo(RunStatus.UNCHANGED);

    RunResult rebuilt = runner(AS_OF.plusSeconds(3)).rebuild(contract);

    assertThat(rebuilt.status()).isEqualTo(RunStatus.PUBLISHED);
    assertThat(places(contract)).containsExactly("p1:1", "p2:2", "p3:3", "p7:7");
    assertThat(open(contract)).containsExactly(4L, 5L);
    assertThat(rebuilt.counts().records()).isEqualTo(6);
  }

  @Test
  void loadsTheValuesThatCameHoweverTheyWereWritten() throws IOException {
    Contract given = odd("given");
    Contract right = odd("right");
    land(given, "odd_1.csv", ODD.formatted("0", "99", "99", "99", "99", "99", "99"));
    land(right, "odd_1.csv", ODD.formatted("0", "1", "1", "1", "1", "1", "1"));
    runner(AS_OF).run(List.of(given, right));
    assertThat(open(right)).isEmpty();
    assertThat(open(given)).hasSize(6);
    Dataset<Row> rejected =
        Compilers.standard()
            .compile(given)
            .rejectedRows(lake())
            .read(files(given), operations().quarantine(given.id()), Optional.empty());
    MendableFile mendable = new MendableFile(given);
    Path file = folder.resolve("odd.csv");
    mendable.write(rejected, file);
    Files.writeString(file, Files.readString(file).replace(",99\n", ",1\n"));
    landing().keepMended(given.id(), mendable.read(file, mendable.originals(rejected), AS_OF));

    runner(AS_OF.plusSeconds(1)).replay(given, files(given));

    assertThat(open(given)).isEmpty();
    List<String> came = rows(right);
    assertThat(came)
        .contains(
            "{\"note\":\"line\\nbreak\",\"amount\":7.00,\"born\":\"2023-02-03\",\"flag\":true,"
                + "\"n\":1,\"rest\":{\"New\":\"l\\nb\"}}",
            "{\"note\":\" both ends \",\"amount\":-1234.50,\"born\":\"2023-02-01\",\"flag\":false,"
                + "\"n\":1,\"rest\":{\"New\":\"a,b\",\"odd \\\"name\\\"\":\"NA\"}}");
    assertThat(rows(given)).isEqualTo(came);
  }

  private static List<String> rows(Contract contract) {
    return table(contract)
        .selectExpr("to_json(struct(note, amount, born, flag, n, rest)) row")
        .orderBy("row")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /**
   * Lines before the header, columns that the contract has not, and values as people write them.
   */
  private static final String ODD =
      """
      Export of the shop
      "made by hand"
      note,amount,born,flag,n,New,"odd ""name""\"
      plain,"1,00",2023-02-01,1,%s,,
       both ends ,"-1.234,50",01.02.2023,N,%s,"a,b",NA
      "line
      break",7,2023-02-03,J,%s,"l
      b",
      "quo""ted\\",NA,-,0,%s," sp ",""
      NA,-,NA,-,%s,NA,-
      "","","","",%s,"",""
      naïve 東京 😀,"9.999.999,99",2 Feb 2024,J,%s,é,'
      """;

  private static Contract odd(String name) {
    return ContractLoader.parse(
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: shop.odd_%1$s
        name: odd_%1$s
        domain: shop
        version: 1.0.0
        status: active
        description: {purpose: As people write., usage: Tests., limitations: None.}
        team: {name: shop}
        servers:
          - {server: shop, type: local, path: ./odd_*.csv, format: csv}
        schema:
          - name: odd_%1$s
            logicalType: object
            physicalType: table
            dataGranularityDescription: One row a line.
            quality:
              - {id: has_rows, metric: rowCount, mustBeGreaterThan: 0}
            properties:
              - {name: note, logicalType: string, description: Note.}
              - {name: amount, logicalType: number, physicalType: "decimal(12,2)", description: A.}
              - name: born
                logicalType: date
                description: When.
                customProperties:
                  - {property: dateFormats, value: [dd.MM.yyyy, d MMM yyyy, yyyy-MM-dd]}
              - {name: flag, logicalType: boolean, description: Whether.}
              - name: n
                logicalType: integer
                description: Number.
                required: true
                logicalTypeOptions: {maximum: 10}
              - name: rest
                logicalType: object
                physicalType: map<string,string>
                description: Other columns.
                classification: identifier
        customProperties:
          - {property: productKind, value: source-aligned}
          - {property: writeMode, value: append}
          - {property: skipLines, value: 2}
          - {property: trimBlanks, value: false}
          - {property: nullMarkers, value: [NA, '-']}
          - {property: numberFormat, value: {decimal: ',', group: '.'}}
          - {property: booleanWords, value: {true: [J, '1'], false: [N, '0']}}
          - {property: driftPolicy, value: {newColumns: capture, into: rest}}
        """
            .formatted(name),
        "test");
  }

  private static List<LandedFile> files(Contract contract) {
    return landing().files(contract.id());
  }

  private static List<String> places(Contract contract) {
    return table(contract).orderBy("place").collectAsList().stream()
        .map(r -> r.getAs("place") + ":" + r.getAs("guests"))
        .toList();
  }

  private static List<Long> open(Contract contract) {
    return operations()
        .quarantine(contract.id())
        .orderBy(col("record_number"))
        .collectAsList()
        .stream()
        .map(r -> r.<Long>getAs("record_number"))
        .toList();
  }

  private static Contract visits(String name, String options) {
    return visits(name, options, "place", "guests");
  }

  private static Contract visits(String name, String options, String place, String guests) {
    return ContractLoader.parse(
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: shop.%1$s
        name: %1$s
        domain: shop
        version: 1.0.0
        status: active
        servers:
          - {server: shop, type: local, path: ./visits_*.csv, format: csv}
        schema:
          - name: %1$s
            properties:
              - name: place
                logicalType: string
                required: true
                logicalTypeOptions: %2$s
                customProperties: [{property: sourceColumn, value: %3$s}]
              - name: guests
                logicalType: integer
                required: true
                customProperties: [{property: sourceColumn, value: %4$s}]
        customProperties:
          - {property: productKind, value: source-aligned}
          - {property: writeMode, value: append}
        """
            .formatted(name, options, place, guests),
        "test");
  }
}
