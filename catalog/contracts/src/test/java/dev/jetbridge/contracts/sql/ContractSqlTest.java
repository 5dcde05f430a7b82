package dev.jetbridge.contracts.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Sample;
import dev.jetbridge.contracts.mesh.ContractLoader;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContractSqlTest {
  private static final List<Column> COLUMNS =
      ContractLoader.parse(
              Sample.AGGREGATE.replace("name: sold_on", "name: a").replace("sold_on", "a"), "test")
          .columns();

  @Test
  void takesQueriesOfProducts() {
    for (String query :
        List.of(
            "select count(*) from primary",
            "select count(*) from primary where status in ('a', 'b')",
            "with p as (select * from primary) select max(n) from p",
            "select count(*) from primary p join loyalty.members m on p.id = m.id",
            "select count(distinct x) from primary, lateral (select id as x)",
            "select avg(levenshtein(a, b, 5)) from primary",
            "select sum(n) from (select count(*) n from primary group by a having count(*) > 1)")) {
      assertThat(ContractSql.queryFault(query)).as(query).isEmpty();
    }
  }

  @Test
  void refusesStatementsFilesAndCallsInQueries() {
    for (String query :
        List.of(
            "insert into loyalty.members select * from primary",
            "insert overwrite loyalty.members select * from primary",
            "insert overwrite directory '/tmp/x' using csv select * from primary",
            "insert overwrite local directory '/tmp/x' select * from primary",
            "with p as (select 1) insert into a.b select * from p",
            "from primary insert into a.b select *",
            "create table a.b as select * from primary",
            "drop table a.b",
            "delete from a.b",
            "merge into a.b using primary on true when matched then delete",
            "truncate table a.b",
            "set a=b",
            "reset",
            "add jar '/tmp/x.jar'",
            "cache table primary",
            "refresh table a.b",
            "explain select 1",
            "describe a.b",
            "select count(*) from csv.`/etc/passwd`",
            "select count(*) from text.`/etc/hostname`",
            "select count(*) from parquet.`s3://bucket/key`",
            "select count(*) from json.members",
            "select count(*) from `org.apache.spark`.`x`",
            "select count(*) from spark_catalog.a.b",
            "select count(*) from primary where exists (select 1 from orc.`/x`)",
            "select count(*) from primary where a in (with f as (select * from avro.`/x`) select b"
                + " from f)",
            "select (select max(value) from text.`/etc/hostname`)",
            "select transform(a) using 'sh' as b from primary",
            "select max(reflect('java.lang.Runtime', 'getRuntime')) from primary",
            "select max(java_method('java.lang.System', 'getenv', 'X')) from primary",
            "select count(*) from primary where xpath_boolean(a, 'b')",
            "select max(input_file_name()) from primary",
            "select max(current_user()) from primary",
            "select count(*) from primary where raise_error('x')",
            "select max('${env:SECRET}') from primary",
            "select max(levenshtein(a, b)) from primary",
            "select 1; select 2",
            "selekt 1",
            "(".repeat(20_000))) {
      assertThat(ContractSql.queryFault(query)).as(query).isPresent();
    }
  }

  @Test
  void refusesPredicatesThatDoMoreThanCompute() {
    for (String predicate :
        List.of(
            "a in (select a from loyalty.members)",
            "exists (select 1 from csv.`/etc/passwd`)",
            "reflect('java.lang.System', 'exit', 1) is null",
            "case when a > 1 then java_method('a', 'b') else true end",
            "input_file_name() = ''",
            "assert_true(a > 1) is null",
            "raise_error(a)",
            "xpath_int(a, 'b') = 1",
            "get_json_object(a, '$[*][*]') = 'x'",
            "get_json_object(a, '$.b[*] [ * ].c') = 'x'",
            "get_json_object(a, b) = 'x'",
            "a like b",
            "a ilike b",
            "like(a, b)",
            "ilike(a, upper(b))",
            "str_to_map(a, '(x|y)*')['k'] = 'v'",
            "str_to_map(a, ',', b)['k'] = 'v'",
            "'${system:user.home}' = a",
            "a >")) {
      assertThat(faults(predicate)).as(predicate).isNotEmpty();
    }
    assertThat(faults("a ilike 'x%' and like(a, '%y')")).isEmpty();
    assertThat(faults("get_json_object(a, '$[*].b[*]') = 'x'")).isEmpty();
    assertThat(faults("str_to_map(a, ',', ':')['k'] = 'v'")).isEmpty();
    assertThat(faults("a > 1 and coalesce(article, 'x') <> 'y'")).isEmpty();
    assertThat(faults("exists(array(a), x -> x > 1)")).isEmpty();
  }

  private static List<String> faults(String predicate) {
    return ContractSql.predicateFaults(predicate, COLUMNS);
  }
}
