package dev.jetbridge.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.lake.GroupMark;
import dev.jetbridge.registry.IcebergTables;
import dev.jetbridge.registry.TableDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadOnlySqlTest extends LakeTest {
  @TempDir private Path folder;

  private static ReadOnlySql sql() {
    return ReadOnlySql.of(lake(), List.of("loyalty.members"));
  }

  @Test
  void readsAllThatIsPublishedTogetherOrNothing() {
    Contract parent = orders("sql_parents");
    Contract child = orders("sql_children");
    GroupMark mark = new GroupMark("g", List.of(parent.id(), child.id()));
    Dataset<Row> row =
        lake()
            .spark()
            .sql(
                "select 1 id, 'Ann' customer, 1.00BD amount, 'U' action, timestamp '2023-01-01'"
                    + " changed_at, 'f' source_file, 1L changed_in");
    for (Contract contract : List.of(parent, child)) {
      new IcebergTables(lake().catalog()).createOrEvolve(TableDefinition.of(contract));
      lake().openBranch(contract.id(), "audit_x");
      lake().append(contract.id(), "audit_x", row, mark.properties());
    }
    String query =
        "with p as (select id from shop.sql_parents) select (select count(*) from p) p,"
            + " count(*) c from lake.shop.sql_children";

    assertThat(sql().query(query).first().mkString(" ")).isEqualTo("0 0");
    lake().fastForward(parent.id(), "audit_x", Optional.empty());

    assertThat(lake().mainSnapshot(child.id())).isEmpty();
    assertThat(sql().query(query).first().mkString(" ")).isEqualTo("1 1");
    assertThat(sql().query("select * from shop.sql_children").count()).isZero();
    assertThat(sql().query("select * from shop.sql_children.branch_audit_x").count()).isOne();
  }

  @Test
  void refusesWhatWritesCallsOrOpensFilesBeforeItRuns() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "secret\n");
    String out = folder.resolve("out").toString();
    List<String> statements =
        new ArrayList<>(
            List.of(
                "insert into operations.runs select * from operations.runs",
                "insert overwrite operations.runs select * from operations.runs where false",
                "insert overwrite table lake.operations.runs select * from operations.runs limit 0",
                "insert into operations.runs by name select * from operations.runs",
                "insert into operations.runs replace where true select * from operations.runs",
                "insert into operations.runs values (1)",
                "insert into operations.runs table operations.runs",
                "with r as (select * from operations.runs) insert into operations.runs select *"
                    + " from r",
                "with r as (select 1) insert overwrite operations.runs select * from"
                    + " operations.runs",
                "from operations.runs insert into operations.runs select *",
                "from operations.runs insert overwrite table operations.runs select *"
                    + " insert into operations.files select *",
                "insert overwrite directory '" + out + "' using csv select 1",
                "insert overwrite local directory '" + out + "' select * from operations.runs",
                "insert overwrite directory using parquet options (path '" + out + "') select 1",
                "delete from operations.runs",
                "update operations.runs set status = 'x'",
                "merge into operations.runs t using operations.runs s on false"
                    + " when matched then delete",
                "truncate table operations.runs",
                "drop table operations.runs",
                "drop namespace operations cascade",
                "create table operations.copy as select * from operations.runs",
                "create table default.copy using csv location '" + out + "' as select 1 as a",
                "create or replace table operations.runs as select 1 as a",
                "replace table operations.runs as select 1 as a",
                "create table operations.empty (a int)",
                "create temporary view runs as select * from operations.runs",
                "create temporary view f using csv options (path '" + file + "')",
                "create or replace view operations.v as select 1 as a",
                "create temporary function f as 'java.lang.Runtime'",
                "create namespace mine",
                "alter table operations.runs add column x int",
                "alter table operations.runs create branch b",
                "alter table operations.runs write ordered by product",
                "alter table operations.runs rename to operations.walks",
                "call lake.system.expire_snapshots('operations.runs')",
                "call lake.system.remove_orphan_files(table => 'operations.runs')",
                "set spark.sql.runSQLOnFiles=true",
                "set",
                "reset",
                "add jar '" + file + "'",
                "add file '" + file + "'",
                "list jars",
                "cache table operations.runs",
                "cache lazy table t as select * from operations.runs",
                "uncache table operations.runs",
                "clear cache",
                "refresh table operations.runs",
                "refresh '" + file + "'",
                "load data local inpath '" + file + "' into table operations.runs",
                "analyze table operations.runs compute statistics",
                "repair table operations.runs",
                "comment on table operations.runs is 'x'",
                "use operations",
                "explain insert into operations.runs select * from operations.runs",
                "explain codegen create table operations.copy as select 1",
                "describe function reflect",
                "show create table operations.runs",
                "select transform(product) using 'cat' from operations.runs",
                "from operations.runs map product using 'cat' as p",
                "select reflect('java.lang.System', 'getProperty', 'user.home')",
                "select java_method('java.lang.System', 'getenv', 'HOME') from operations.runs",
                "select * from operations.runs where product = Reflect('java.lang.System',"
                    + " 'lineSeparator')",
                "select (select java_method('java.util.UUID', 'randomUUID'))",
                "with a as (select system.builtin.reflect('java.lang.System', 'exit', 1)) select 1",
                "select xpath_string('<a/>', 'a')",
                "select * from spark_catalog.default.t",
                "select * from global_temp.t",
                "select 1; drop table operations.runs"));
    for (String format : List.of("csv", "text", "json", "parquet", "orc", "avro", "binaryFile")) {
      statements.add("select * from " + format + ".`" + file + "`");
    }
    String path = "csv.`" + file + "`";
    statements.addAll(
        List.of(
            "table " + path,
            "select * from `org.apache.spark.sql.csv`.`" + file + "`",
            "select * from iceberg.`" + folder + "`",
            "select * from lake.`" + folder + "`",
            "select count(*) from operations.runs where product in (select _c0 from " + path + ")",
            "select (select max(_c0) from " + path + ")",
            "with a as (select * from " + path + ") select 1 from operations.runs",
            "with a as (with b as (select * from " + path + ") select * from b) select * from a",
            "select * from operations.runs r join lateral (select * from " + path + ")",
            "select 1 union all (select _c0 from " + path + ")",
            "select * from operations.runs where exists (select 1 from " + path + ")",
            "select 1 from operations.runs order by (select max(_c0) from " + path + ")",
            "select * from " + path + " version as of 1",
            "select * from (values (1)) t pivot (max(col1) for col1 in (1)), " + path));
    long runs = lake().spark().table("lake.operations.runs").count();

    for (String statement : statements) {
      assertThatThrownBy(() -> sql().query(statement))
          .as(statement)
          .isInstanceOf(JetbridgeException.class)
          .hasMessageMatching(
              "(?s)Cannot (run this statement: jetbridge sql reads only|answer the query): .*")
          .hasMessageNotContaining("secret");
    }

    assertThat(statements).hasSizeGreaterThan(80);
    assertThat(lake().spark().table("lake.operations.runs").count()).isEqualTo(runs);
    assertThat(folder).isDirectoryNotContaining("glob:**out*");
  }

  @Test
  void answersQueriesOfTablesTheirVersionsAndTheirMetadata() {
    lake().spark().sql("create table lake.reading.books as select 1 as pages");
    for (String query :
        List.of(
            "select 1 as one",
            "select * from operations.runs order by started_at",
            "select count(*) from lake.operations.runs;",
            "table operations.runs",
            "values (1, 'a'), (2, 'b')",
            "from operations.runs select product",
            "select * from operations.runs.snapshots",
            "select * from lake.operations.runs.files",
            "select * from operations.runs.refs",
            "select * from reading.books.branch_main",
            "select *, _file, _pos from operations.runs",
            "select * from reading.books version as of 'main'",
            "select * from reading.books timestamp as of current_timestamp()",
            "with r as (select product, count(*) n from operations.runs group by all)"
                + " select * from r where n > (select avg(n) from r)",
            "select product, row_number() over (partition by product order by started_at) from"
                + " operations.runs",
            "select * from operations.runs tablesample (10 percent)",
            "select /*+ broadcast(f) */ r.product from operations.runs r"
                + " join operations.files f on r.product = f.product",
            "select product from operations.runs union select product from operations.files",
            "select product from operations.runs except select product from operations.files",
            "select id, v from range(3) lateral view explode(array(1, 2)) as v",
            "select * from operations.runs where product rlike '^a' and product like 'l%'",
            "select e.* from operations.runs, lateral explode(array(product)) e",
            "select * from (select product, status from operations.runs)"
                + " pivot (count(*) for status in ('a'))",
            "select product, grouping(status), count(*) from operations.runs group by cube(product,"
                + " status)",
            "select transform(array(1, 2), x -> x + 1)",
            "select '${env:HOME}' as plain",
            "select product from operations.runs group by product having count(*) > 1 order by 1"
                + " limit 5 offset 1")) {
      assertThat(sql().query(query).columns()).as(query).isNotEmpty();
    }
    assertThat(sql().query("select '${env:HOME}' as plain").first().getString(0))
        .isEqualTo("${env:HOME}");
  }

  @Test
  void namesTheNearestTable() {
    assertThatThrownBy(() -> sql().query("select * from operations.run"))
        .hasMessageContaining("there is no table operations.run; did you mean operations.runs?");
    assertThatThrownBy(() -> sql().query("select * from loyalty.membrs"))
        .hasMessageContaining("did you mean loyalty.members?");
    assertThatThrownBy(() -> sql().query("select * from runs"))
        .hasMessageContaining("there is no table runs; tables are named domain.product");
    assertThatThrownBy(() -> sql().query("select * from operations.runs version as of 7"))
        .hasMessageContaining("Cannot answer the query: Cannot find");
  }
}
