package dev.jetbridge.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedCatalogTest {
  private static final int COMMITS = 12;

  @TempDir private Path folder;

  @Test
  void losesNoCommitOfTwoWriters() throws Exception {
    Path home = folder.resolve("my home");
    IcebergTables first = new IcebergTables(load(EmbeddedCatalog.open(home)));
    Catalog second = load(EmbeddedCatalog.open(home));
    Table mine = first.createOrEvolve(ContractBuilder.activity().build());
    Table theirs = second.loadTable(IcebergTables.identifier(activity()));

    together(List.of(() -> append(mine, "mine"), () -> append(theirs, "theirs")));

    Table seen = load(EmbeddedCatalog.open(home)).loadTable(IcebergTables.identifier(activity()));
    assertThat(seen.snapshots()).hasSize(2 * COMMITS);
    assertThat(
            StreamSupport.stream(
                    seen.currentSnapshot().addedDataFiles(seen.io()).spliterator(), false)
                .count())
        .isEqualTo(1);
    assertThat(seen.currentSnapshot().summary())
        .containsEntry("total-data-files", Integer.toString(2 * COMMITS));
  }

  @Test
  void refusesAHomeThatWasCopiedOrMovedAndNamesTheOther() throws Exception {
    Path home = folder.resolve("original");
    made(home);
    Path copy = folder.resolve("copy");
    copy(home, copy);

    assertThatThrownBy(() -> EmbeddedCatalog.check(copy))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageStartingWith(
            "Cannot use home " + copy + ": it was copied from " + home + ", where its tables, ")
        .hasMessageContaining("; work in " + home + "; for a home of its own ")
        .extracting(e -> ((JetbridgeException) e).kind())
        .isEqualTo(FailureKind.CONFIG);

    Path moved = Files.move(home, folder.resolve("moved"));
    assertThatThrownBy(() -> EmbeddedCatalog.open(moved))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining(": it was moved from " + home)
        .hasMessageContaining("(ln -s " + moved + " " + home + ")");
    Files.createSymbolicLink(home, moved);
    EmbeddedCatalog.check(moved);
    EmbeddedCatalog.check(home);
  }

  @Test
  void refusesACatalogThatWasLostOrIsAnotherOne() throws Exception {
    Path home = folder.resolve("home");
    Table table = made(home);
    Path catalog = home.resolve("catalog.db");
    Path kept = Files.move(catalog, folder.resolve("kept"));
    // A run that was killed before its first rows leaves a folder without any.
    EmbeddedCatalog.check(home);
    Path data = Files.createDirectories(Path.of(table.location()).resolve("data"));
    Files.writeString(data.resolve("rows.parquet"), "rows");

    for (String content : List.of("", "no")) {
      Files.deleteIfExists(catalog);
      if (!content.equals("no")) {
        Files.writeString(catalog, content);
      }
      assertThatThrownBy(() -> EmbeddedCatalog.open(home))
          .as(content)
          .isInstanceOf(JetbridgeException.class)
          .hasMessageStartingWith("Cannot use home " + home)
          .hasMessageContaining("catalog.db")
          .extracting(e -> ((JetbridgeException) e).kind())
          .isEqualTo(FailureKind.CONFIG);
    }
    Path other = folder.resolve("other");
    made(other);
    Files.copy(other.resolve("catalog.db"), catalog, StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> EmbeddedCatalog.open(home)).hasMessageContaining("from " + other);

    Files.copy(kept, catalog, StandardCopyOption.REPLACE_EXISTING);
    EmbeddedCatalog.check(home);
    copy(home.resolve("warehouse"), folder.resolve("elsewhere"));
    delete(home.resolve("warehouse"));
    assertThatThrownBy(() -> EmbeddedCatalog.check(home))
        .hasMessageContaining("the files of 1 of its 1 tables are missing");
  }

  private static Table made(Path home) throws SQLException {
    Table table =
        new IcebergTables(load(EmbeddedCatalog.open(home)))
            .createOrEvolve(ContractBuilder.activity().build());
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("catalog.db"));
        Statement statement = connection.createStatement()) {
      // What SQLite keeps beside the file goes into it, so that it can be moved alone.
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    return table;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void opensOnceForManyAtTheSameTime() throws Exception {
    for (int round = 0; round < 8; round++) {
      Path home = folder.resolve("home" + round);
      List<Callable<Map<String, String>>> openings =
          IntStream.range(0, 6)
              .<Callable<Map<String, String>>>mapToObj(i -> () -> EmbeddedCatalog.open(home))
              .toList();

      List<Map<String, String>> opened = together(openings);

      assertThat(opened).hasSize(6).allMatch(p -> p.equals(opened.get(0)));
      assertThat(opened.get(0))
          .containsEntry("cache-enabled", "false")
          .containsEntry("jdbc.init-catalog-tables", "false")
          .containsEntry("warehouse", home.resolve("warehouse").toString());
    }
  }

  @Test
  void createsATableOnceForManyAtTheSameTime() throws Exception {
    for (int round = 0; round < 4; round++) {
      Contract contract =
          ContractBuilder.source("domain" + round + ".activity").likeActivity().build();
      List<Callable<Table>> creations =
          IntStream.range(0, 4)
              .mapToObj(i -> new IcebergTables(load(EmbeddedCatalog.open(folder))))
              .<Callable<Table>>map(tables -> () -> tables.createOrEvolve(contract))
              .toList();

      List<Table> created = together(creations);

      assertThat(created).extracting(Table::uuid).containsOnly(created.get(0).uuid());
    }
  }

  @Test
  void evolvesATableOnceForManyAtTheSameTime() throws Exception {
    new IcebergTables(load(EmbeddedCatalog.open(folder)))
        .createOrEvolve(ContractBuilder.activity().build());
    Contract changed = ContractBuilder.activity().identifier("email").sortedBy("miles").build();
    List<Callable<Table>> evolutions =
        IntStream.range(0, 4)
            .mapToObj(i -> new IcebergTables(load(EmbeddedCatalog.open(folder))))
            .<Callable<Table>>map(tables -> () -> tables.createOrEvolve(changed))
            .toList();

    together(evolutions);

    Table seen = load(EmbeddedCatalog.open(folder)).loadTable(IcebergTables.identifier(activity()));
    assertThat(seen.schema().findField("email")).isNotNull();
    assertThat(((HasTableOperations) seen).operations().current().previousFiles()).hasSize(1);
  }

  @Test
  void saysThatAFileOfATableIsGone() throws Exception {
    IcebergTables tables = new IcebergTables(load(EmbeddedCatalog.open(folder)));
    Contract contract = ContractBuilder.activity().build();
    Table table = tables.createOrEvolve(contract);
    Files.delete(Path.of(RegisteredTable.of(table).metadataLocation().replaceFirst("^file:", "")));

    assertThatThrownBy(() -> tables.createOrEvolve(contract))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.EXTERNAL))
        .hasMessageStartingWith(
            "Cannot create or evolve table loyalty.activity: the catalog names a file that is not"
                + " there");
  }

  @Test
  void saysThatTheWarehouseCannotBeWritten() throws Exception {
    IcebergTables tables = new IcebergTables(load(EmbeddedCatalog.open(folder)));
    Files.createFile(folder.resolve("warehouse").resolve("loyalty"));

    assertThatThrownBy(() -> tables.createOrEvolve(ContractBuilder.activity().build()))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.EXTERNAL))
        .hasMessageContaining("check disk and permissions and run again");
  }

  @Test
  void keepsTablesWhenOpenedAgain() {
    new IcebergTables(load(EmbeddedCatalog.open(folder)))
        .createOrEvolve(ContractBuilder.activity().build());

    Catalog again = load(EmbeddedCatalog.open(folder));

    assertThat(again.tableExists(IcebergTables.identifier(activity()))).isTrue();
  }

  @Test
  void refusesHomeThatIsAFile() throws Exception {
    Path file = Files.createFile(folder.resolve("home"));

    assertThatThrownBy(() -> EmbeddedCatalog.open(file))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .hasMessageStartingWith("Cannot open the catalog in " + file + ": not a folder");
  }

  @Test
  void saysThatTheCatalogFileIsBroken() throws Exception {
    Files.writeString(folder.resolve("catalog.db"), "not a database ".repeat(100));

    assertThatThrownBy(() -> EmbeddedCatalog.open(folder))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.EXTERNAL))
        .hasMessageContaining("file is not a database")
        .hasMessageEndingWith("tables are rebuilt from landing");
  }

  private static dev.jetbridge.contracts.ProductId activity() {
    return ContractBuilder.activity().build().id();
  }

  private static Catalog load(Map<String, String> properties) {
    return CatalogUtil.buildIcebergCatalog(EmbeddedCatalog.NAME, properties, new Configuration());
  }

  private static Void append(Table table, String writer) {
    for (int i = 0; i < COMMITS; i++) {
      table
          .newFastAppend()
          .appendFile(
              DataFiles.builder(table.spec())
                  .withPath(table.location() + "/data/" + writer + i + ".parquet")
                  .withFormat(FileFormat.PARQUET)
                  .withFileSizeInBytes(10)
                  .withRecordCount(1)
                  .build())
          .commit();
    }
    return null;
  }

  private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }
}
