package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.contracts.value.TextValue;
import dev.jetbridge.pipelines.AsInProduction;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.ingest.format.Reject;
import dev.jetbridge.pipelines.ingest.format.registration.Formats;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.run.RunResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What becomes of texts as values of each kind of column: one record a text, all in one run. Each
 * is loaded as exactly the value that it is, or quarantined with a reason that names its shape.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(AsInProduction.class)
class ValuesTest extends LakeTest {
  private static final String WHOLE = "must be a whole number, but ";
  private static final String MONEY = "must be a number with at most 2 decimals, but ";
  private static final String NUMBER = "must be a number, but ";
  private static final String INSTANT = "must be an instant in ISO 8601, but ";
  private static final String DAY = "must be a date yyyy-MM-dd, but ";
  private static final String LOGICAL = "must be true or false, but ";
  private static final String SCIENTIFIC =
      "is in scientific notation, in which spreadsheets lose digits of a whole number";
  private static final String NONE = "; nullMarkers would read it as null";

  /** A text and what becomes of it. */
  private record Case(String column, String text, String outcome) {}

  private final List<Case> cases = new ArrayList<>();
  private final List<String> columns = new ArrayList<>();
  private Contract contract;
  private Contract accounts;
  private Map<Long, String> outcomes;

  @BeforeAll
  void ingestEachText() throws IOException {
    wholeNumbers();
    decimals();
    doubles();
    moments();
    patterns();
    booleans();
    formats();
    nulls();
    contract = ContractLoader.parse(yaml(), "test");
    StringBuilder lines = new StringBuilder();
    ObjectMapper json = new ObjectMapper();
    for (int i = 0; i < cases.size(); i++) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("id", i);
      object.put(cases.get(i).column(), cases.get(i).text());
      lines.append(json.writeValueAsString(object)).append('\n');
    }
    land(contract, "values.json", lines.toString());
    accounts = ContractLoader.parse(ACCOUNTS, "test");
    land(accounts, "accounts.csv", ACCOUNTS_FILE);
    assertThat(runner(AS_OF).run(List.of(contract, accounts)))
        .extracting(RunResult::message)
        .containsOnly("");
    outcomes = new LinkedHashMap<>();
    table(contract).select(texts()).collectAsList().forEach(this::loaded);
    operations()
        .read(OperationsTable.QUARANTINE)
        .filter(col("product").equalTo(contract.id().toString()))
        .collectAsList()
        .forEach(
            row ->
                outcomes.put(
                    row.<Long>getAs("record_number") - 1,
                    row.getAs("rule").equals(Reject.TYPE)
                        ? row.getAs("reason")
                        : row.getAs("rule") + ": " + row.getAs("reason")));
  }

  private Column[] texts() {
    List<Column> texts = new ArrayList<>(List.of(col("id").cast("long")));
    columns.forEach(c -> texts.add(col(c).cast("string")));
    return texts.toArray(Column[]::new);
  }

  private void loaded(Row row) {
    Case loaded = cases.get((int) row.getLong(0));
    outcomes.put(row.getLong(0), "=" + row.getAs(loaded.column()));
  }

  @Test
  void endsEachTextAsItsShapeSays() {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      Case expected = cases.get(i);
      String outcome = outcomes.get((long) i);
      if (!expected.outcome().equals(outcome)) {
        wrong.add(expected + " became " + outcome);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void agreesWithWhatDraftsTakeForAValue() {
    Contract written = Formats.bundled().written(contract);
    for (int i = 0; i < cases.size(); i++) {
      Case expected = cases.get(i);
      TextValue value = TextValue.of(written.column(expected.column()));
      String outcome = outcomes.get((long) i);
      assertThat(value.test(expected.text())).as(expected.toString()).isEqualTo(!isMisfit(outcome));
      if (isMisfit(outcome)) {
        assertThat(value.reason(expected.text())).isEqualTo(outcome);
      }
    }
  }

  @Test
  void takesWhatTheContractSaysUnlessAColumnSaysOtherwise() {
    assertThat(
            table(accounts)
                .orderBy("id")
                .select(
                    org.apache.spark.sql.functions.concat_ws(
                        "|",
                        java.util.stream.Stream.of(
                                "id", "country", "note", "amount", "qty", "share", "active", "at")
                            .map(
                                c ->
                                    org.apache.spark.sql.functions.coalesce(
                                        col(c).cast("string"),
                                        org.apache.spark.sql.functions.lit("null")))
                            .toArray(Column[]::new)))
                .as(org.apache.spark.sql.Encoders.STRING())
                .collectAsList())
        .containsExactly(
            "1|NA|null|-1137.50|null|0.1250|true|2024-05-01 10:00:00.123456",
            "2|null|- |1137.00|7|0.5000|false|2024-05-01 10:00:00");
    assertThat(
            operations()
                .read(OperationsTable.QUARANTINE)
                .filter(col("product").equalTo(accounts.id().toString()))
                .orderBy("record_number")
                .collectAsList())
        .extracting(r -> r.getAs("column_name") + "|" + r.getAs("rule") + "|" + r.getAs("reason"))
        .containsExactly(
            "id|required|must not be empty",
            "amount|type|" + MONEY + "has blanks around it; trimBlanks: true would accept it",
            "at|type|" + INSTANT + "has 9 digits of a second, at most 6 are kept",
            "at|required|must not be empty",
            "share|type|must be a number with at most 4 decimals, but has a decimal comma;"
                + " numberFormat {decimal: ',', percent: fraction} would accept it",
            "amount|type|" + MONEY + "has a decimal point",
            "qty|type|" + WHOLE + "is blank; trimBlanks: true would read it as null");
  }

  private static final String ACCOUNTS =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: shop.accounts
      name: accounts
      domain: shop
      version: 1.0.0
      status: active
      servers: [{server: shop, type: local, path: ./accounts.csv, format: csv}]
      schema:
        - name: accounts
          properties:
            - {name: id, logicalType: integer, primaryKey: true}
            - name: country
              logicalType: string
              logicalTypeOptions: {pattern: '^[A-Z]{2}$'}
              customProperties: [{property: nullMarkers, value: ['-']}]
            - {name: note, logicalType: string}
            - {name: amount, logicalType: number, physicalType: 'decimal(10,2)'}
            - {name: qty, logicalType: integer}
            - name: share
              logicalType: number
              physicalType: decimal(8,4)
              customProperties: [{property: numberFormat, value: {percent: fraction}}]
            - {name: active, logicalType: boolean}
            - {name: at, logicalType: timestamp, required: true}
      customProperties:
        - {property: productKind, value: source-aligned}
        - {property: orderColumn, value: at}
        - {property: nullMarkers, value: [NA, '\\N']}
        - {property: numberFormat, value: {decimal: ',', group: '.', accounting: true}}
        - {property: booleanWords, value: {true: [Y, 1], false: [N, 0]}}
      """;

  private static final String ACCOUNTS_FILE =
      """
      id,country,note,amount,qty,share,active,at
      1,NA,NA,"(1.137,50)",NA,12.5%,Y,2024-05-01T10:00:00.123456Z
      1,NA,old,"9,00",1,1%,Y,2024-05-01T10:00:00.123455Z
      2,-,- ,1.137,7,0.5,0,2024-05-01T10:00:00Z
      NA,DE,x,"1,00",1,1%,Y,2024-05-01T10:00:00Z
      3,DE,x," 5,00",1,1%,Y,2024-05-01T10:00:00Z
      3,DE,x,"5,00",1,1%,Y,2024-05-01T10:00:00.123456789Z
      4,DE,x,"5,00",1,1%,Y,\\N
      5,DE,x,"5,00",1,"1,5%",Y,2024-05-01T10:00:00Z
      6,DE,x,5.00,1,1%,Y,2024-05-01T10:00:00Z
      7,DE,x,"5,00",  ,1%,Y,2024-05-01T10:00:00Z
      """;

  private static boolean isMisfit(String outcome) {
    return outcome.startsWith("must be ");
  }

  @Test
  void tellsNoTextInAReason() {
    cases.stream()
        .filter(c -> c.text().length() > 4 && isMisfit(c.outcome()))
        .filter(c -> !c.text().strip().matches("(?i)-?infinity|true|false"))
        .forEach(c -> assertThat(c.outcome()).doesNotContain(c.text()));
  }

  private void column(String name, String type, String... properties) {
    StringBuilder yaml = new StringBuilder("      - {name: " + name + ", " + type);
    if (properties.length > 0) {
      yaml.append(", customProperties: [").append(String.join(", ", properties)).append(']');
    }
    definitions.append(yaml).append("}\n");
    columns.add(name);
  }

  private void add(String column, String text, String outcome) {
    cases.add(new Case(column, text, outcome));
  }

  private final StringBuilder definitions = new StringBuilder();

  private String yaml() {
    return """
    apiVersion: v3.1.0
    kind: DataContract
    id: shop.texts
    name: texts
    domain: shop
    version: 1.0.0
    status: active
    servers: [{server: shop, type: local, path: ./values.json, format: json}]
    schema:
      - name: texts
        properties:
          - {name: id, logicalType: integer, required: true}
    """
        + definitions
        + """
        customProperties:
          - {property: productKind, value: source-aligned}
        """;
  }

  private static String property(String name, String value) {
    return "{property: " + name + ", value: " + value + "}";
  }

  private void wholeNumbers() {
    column("whole", "logicalType: integer");
    add("whole", "7", "=7");
    add("whole", "-0", "=0");
    add("whole", "+12", "=12");
    add("whole", "007", "=7");
    add("whole", "2147483647", "=2147483647");
    String bigint = "is beyond the range of int; format: i64 would read it as bigint";
    add("whole", "3000000000", WHOLE + bigint);
    add("whole", "-2147483649", WHOLE + bigint);
    add(
        "whole",
        "99999999999999999999",
        WHOLE
            + "is beyond the range of int; a number with physicalType decimal(38,0) would"
            + " accept it");
    add("whole", "9".repeat(60), WHOLE + "is beyond the range of int");
    String control = "has line breaks or other control characters around it";
    for (String around :
        List.of("\u00007", "7\u0007", "7\n", "7\u0085", "7\u2028", "\t7", "7\r\n")) {
      add("whole", around, WHOLE + control);
    }
    add("whole", " 7", WHOLE + "has blanks around it");
    add("whole", "7 ", WHOLE + "has blanks around it");
    add("whole", "\u00a07", WHOLE + "has a no-break space around it");
    add("whole", "   ", WHOLE + "is blank");
    add("whole", "", WHOLE + "is an empty text; nullMarkers [''] would read it as null");
    add("whole", "7\u00008", WHOLE + "has control characters in it");
    add("whole", "1.0", WHOLE + "has decimals, though all are 0");
    add("whole", "6.5", WHOLE + "has decimals");
    add("whole", ".5", WHOLE + "has no digit before the point");
    add("whole", "1.", WHOLE + "has no digit after the point");
    add("whole", "9.91214E+15", WHOLE + SCIENTIFIC);
    add("whole", "1e2", WHOLE + SCIENTIFIC);
    add(
        "whole",
        "1,137",
        WHOLE + "has thousands separators; numberFormat {group: ','} would accept it");
    add(
        "whole",
        "1.234.567",
        WHOLE + "has thousands separators; numberFormat {group: '.'} would accept it");
    add(
        "whole",
        "1'000",
        WHOLE + "has thousands separators; numberFormat {group: \"'\"} would accept it");
    add("whole", "1,13", WHOLE + "has a decimal comma and has decimals");
    add(
        "whole",
        "12%",
        WHOLE + "has a percent sign; numberFormat {percent: number} would accept it");
    add(
        "whole",
        "5-",
        WHOLE + "has a minus after it; numberFormat {accounting: true} would accept it");
    add("whole", "1_000", WHOLE + "has underscores between digits");
    add("whole", "0x1F", WHOLE + "is a hexadecimal number");
    add("whole", "\uff11\uff12", WHOLE + "has digits other than 0 to 9");
    add("whole", "\u22125", WHOLE + "has a minus or dash that is not the ASCII one");
    add("whole", "2024-01-05", WHOLE + "is a date");
    add("whole", "true", WHOLE + "is true or false");
    add("whole", "SECRET", WHOLE + "is a text without digits");
    add("whole", "#N/A", WHOLE + "is an error of a spreadsheet" + NONE);
    add("whole", "=\"12\"", WHOLE + "is a formula of a spreadsheet");
    for (String marker : List.of("NA", "\\N", "-", "n/a", "NULL")) {
      add("whole", marker, WHOLE + "is a marker for a missing value" + NONE);
    }
    column("large", "logicalType: integer, logicalTypeOptions: {format: i64}");
    add("large", "9223372036854775807", "=9223372036854775807");
    add("large", "-9223372036854775808", "=-9223372036854775808");
    add(
        "large",
        "9223372036854775808",
        WHOLE
            + "is beyond the range of bigint; a number with physicalType decimal(38,0) would"
            + " accept it");
  }

  private void decimals() {
    column("money", "logicalType: number, physicalType: 'decimal(10,2)'");
    add("money", "99999999.99", "=99999999.99");
    add("money", "-0.0", "=0.00");
    add("money", "007.10", "=7.10");
    add("money", "+7.25", "=7.25");
    add("money", "10000000.2", "=10000000.20");
    add("money", "12.345", MONEY + "has 3 decimals");
    add("money", "12.000000000000000001", MONEY + "has 18 decimals");
    add(
        "money",
        "100000000.00",
        MONEY + "has 9 digits before the point, at most 8 fit decimal(10,2)");
    add(
        "money",
        "9007199254740993.123",
        MONEY + "has 3 decimals and has 16 digits before the point, at most 8 fit decimal(10,2)");
    add(
        "money",
        "9".repeat(50),
        MONEY + "has more than 40 digits before the point, at most 8 fit decimal(10,2)");
    add("money", ".5", "=0.50");
    add("money", "-.25", "=-0.25");
    add("money", "5.", "=5.00");
    add("money", ".125", MONEY + "has 3 decimals");
    add("money", ",5", MONEY + "has a decimal comma; numberFormat {decimal: ','} would accept it");
    add(
        "money",
        "1.50E+02",
        MONEY + "has an exponent; numberFormat {exponent: true} would accept it");
    add("money", "1e3", MONEY + "has an exponent; numberFormat {exponent: true} would accept it");
    add(
        "money",
        "12,50",
        MONEY + "has a decimal comma; numberFormat {decimal: ','} would accept it");
    add(
        "money",
        "1,234.56",
        MONEY + "has thousands separators; numberFormat {group: ','} would accept it");
    add(
        "money",
        "1.234,56",
        MONEY
            + "has thousands separators and has a decimal comma; numberFormat {decimal: ',',"
            + " group: '.'} would accept it");
    add(
        "money",
        "1 234,56",
        MONEY
            + "has thousands separators and has a decimal comma; numberFormat {decimal: ',',"
            + " group: ' '} would accept it");
    add(
        "money",
        "1,137",
        MONEY
            + "has a comma before three digits: numberFormat {decimal: ','} would read it as"
            + " decimals, {group: ','} as thousands");
    add("money", "12,34,56", MONEY + "has separators that do not separate groups of three digits");
    add(
        "money",
        "50.00-",
        MONEY + "has a minus after it; numberFormat {accounting: true} would accept it");
    add(
        "money",
        "(12.34)",
        MONEY + "is in parentheses; numberFormat {accounting: true} would accept it");
    add(
        "money",
        "($30.00)",
        MONEY
            + "is in parentheses and has a currency mark; numberFormat {accounting: true, currency:"
            + " ['$']} would accept it");
    add(
        "money",
        "$400.00",
        MONEY + "has a currency mark; numberFormat {currency: ['$']} would accept it");
    add(
        "money",
        "5,00 \u20ac",
        MONEY
            + "has a currency mark and has a decimal comma; numberFormat {decimal: ',', currency:"
            + " ['\u20ac']} would accept it");
    add(
        "money",
        "EUR 5.00",
        MONEY
            + "has letters next to the digits; numberFormat with the mark under currency would"
            + " accept it");
    add(
        "money",
        "5%",
        MONEY + "has a percent sign; numberFormat {percent: fraction} would accept it");
    add("money", "NaN", MONEY + "is NaN or an infinity, which is not a number" + NONE);
    add("money", "-Infinity", MONEY + "is NaN or an infinity, which is not a number" + NONE);
    add("money", "5 ", MONEY + "has blanks around it");
    add("money", "5\n", MONEY + "has line breaks or other control characters around it");
    add("money", "5\u2028", MONEY + "has line breaks or other control characters around it");
    add("money", "1_000", MONEY + "has underscores between digits");
    column("long20", "logicalType: number, physicalType: 'decimal(20,0)'");
    add("long20", "18446744073709551611", "=18446744073709551611");
    add("long20", "1.5", "must be a whole number of at most 20 digits, but has 1 decimal");
    column("fine", "logicalType: number, physicalType: 'decimal(38,10)'");
    add("fine", "12345678901.1234567891", "=12345678901.1234567891");
    add(
        "fine",
        "-9999999999999999999999999999.9999999999",
        "=-9999999999999999999999999999.9999999999");
  }

  private void doubles() {
    column("rate", "logicalType: number");
    add("rate", "1.999999974e-07", "=1.999999974E-7");
    add("rate", "-0.0", "=-0.0");
    add("rate", ".5", "=0.5");
    add("rate", "1e308", "=1.0E308");
    add("rate", "1.", "=1.0");
    add("rate", "4.9e-324", "=4.9E-324");
    add("rate", "0e-999", "=0.0");
    add("rate", "1e400", NUMBER + "is beyond the range of double");
    add("rate", "1e-999", NUMBER + "is beyond the range of double");
    add("rate", "." + "0".repeat(150) + "1e-200", NUMBER + "is beyond the range of double");
    add("rate", ".e5", NUMBER + "has no digit next to the point");
    column("ratio", "logicalType: number, physicalType: float");
    add("ratio", "0.1", "=0.1");
    add("ratio", "16777217", "=1.6777216E7");
    add("ratio", "1e39", NUMBER + "is beyond the range of float");
    add("ratio", "1e-60", NUMBER + "is beyond the range of float");
    add("rate", "NaN", NUMBER + "is NaN or an infinity, which is not a number" + NONE);
    add("rate", "Infinity", NUMBER + "is NaN or an infinity, which is not a number" + NONE);
    add(
        "rate",
        "5d",
        NUMBER
            + "has letters next to the digits; numberFormat with the mark under currency would"
            + " accept it");
    add("rate", "0x1p3", NUMBER + "is a hexadecimal number");
    add("rate", "1.5\n", NUMBER + "has line breaks or other control characters around it");
    add("rate", " 1.5", NUMBER + "has blanks around it");
  }

  private void moments() {
    column("at", "logicalType: timestamp");
    add("at", "2015-07-20T15:09:23.736-05:00", "=2015-07-20 20:09:23.736");
    add("at", "2015-07-20T15:09:23.736-0500", "=2015-07-20 20:09:23.736");
    add("at", "2015-07-20T15:09:23.736-05", "=2015-07-20 20:09:23.736");
    add("at", "2015-07-20 15:09:23", "=2015-07-20 15:09:23");
    add("at", "2015-07-20T15:09Z", "=2015-07-20 15:09:00");
    add("at", "2015-07-20T15:09:23+14:00", "=2015-07-20 01:09:23");
    add("at", "2015-07-20T15:09:23-18:00", "=2015-07-21 09:09:23");
    add("at", "2024-02-29T00:00:00.5Z", "=2024-02-29 00:00:00.5");
    add("at", "1969-12-31T23:59:59.999999Z", "=1969-12-31 23:59:59.999999");
    add("at", "0001-01-01T00:00:00Z", "=0001-01-01 00:00:00");
    add("at", "9999-12-31T23:59:59.999999Z", "=9999-12-31 23:59:59.999999");
    add("at", "2024-01-01T00:00:00.123456000Z", "=2024-01-01 00:00:00.123456");
    add(
        "at",
        "2024-01-01T00:00:00.123456789Z",
        INSTANT + "has 9 digits of a second, at most 6 are kept");
    add(
        "at",
        "2024-01-01T00:00:00.1234567Z",
        INSTANT + "has 7 digits of a second, at most 6 are kept");
    add(
        "at",
        "2024-01-01T00:00:00.9999999",
        INSTANT + "has 7 digits of a second, at most 6 are kept");
    add(
        "at",
        "2024-01-01T00:00:00.Z",
        INSTANT + "has an offset that is not Z, +hh:mm, +hhmm or +hh");
    String offset = "has an offset that is not Z, +hh:mm, +hhmm or +hh";
    for (String wrong : List.of("+05:00Z", "+5", "+05:0", "ZZ", "-07:52:58", "+050", " -05:00")) {
      add("at", "2015-07-20T15:09:23" + wrong, INSTANT + offset);
    }
    String two = "has a time that is not HH:mm or HH:mm:ss in two digits each";
    add("at", "2015-07-20T10:2:3Z", INSTANT + two);
    add("at", "2015-07-20T1:02:03Z", INSTANT + two);
    String beyond = "has an offset beyond 18 hours, or is outside the years 1 to 9999 in UTC";
    add("at", "0001-01-01T00:00:00+05:00", INSTANT + beyond);
    add("at", "9999-12-31T23:59:59-05:00", INSTANT + beyond);
    add("at", "2015-07-20T15:09:23+19:00", INSTANT + beyond);
    add("at", "0000-01-01T00:00:00Z", INSTANT + "is not a calendar date");
    add("at", "2023-02-29T00:00:00Z", INSTANT + "is not a calendar date");
    add("at", "2015-07-20T25:00:00Z", INSTANT + "has a time that does not exist");
    String none = "has the hour 24 or the second 60, which timestamps do not have";
    add("at", "2024-02-29T24:00:00Z", INSTANT + none);
    add("at", "2016-12-31T23:59:60Z", INSTANT + none);
    add(
        "at",
        "2015-07-20T15:09:23z",
        INSTANT + "has a lower-case t or z, where ISO 8601 has a capital");
    add(
        "at",
        "2015-07-20t15:09:23Z",
        INSTANT + "has a lower-case t or z, where ISO 8601 has a capital");
    add("at", "2015-07-20T15:09:23,736Z", INSTANT + "has a comma before the digits of a second");
    add(
        "at",
        "2015-07-20T15:09:23[Europe/Paris]",
        INSTANT + "names a zone instead of an offset such as +04:00");
    add(
        "at",
        "20150720T150923Z",
        INSTANT + "is in the compact form of ISO 8601; format yyyyMMdd'T'HHmmssX would accept it");
    add("at", "2015-07-20", INSTANT + "has no time of day");
    add("at", "1704067200", INSTANT + "is a whole number; epoch would read it as time since 1970");
    add(
        "at",
        "20/07/2015 15:09:23",
        INSTANT + "has the form d/M/yyyy H:mm:ss; format would accept it");
    add(
        "at",
        "2015-07-20T15:09:23Z\n",
        INSTANT + "has line breaks or other control characters around it");
    add("at", "2015-07-20T15:09:23Z ", INSTANT + "has blanks around it");
    column("day", "logicalType: date");
    add("day", "2024-02-29", "=2024-02-29");
    add("day", "0001-01-01", "=0001-01-01");
    add("day", "0000-01-01", DAY + "is not a calendar date");
    add("day", "2023-02-29", DAY + "is not a calendar date");
    add("day", "2024-01-05 00:00:00", DAY + "has a time of day after the date");
    add("day", "45296", DAY + "is a whole number, perhaps a spreadsheet date");
    add("day", "2024-1-5", DAY + "has the form yyyy-M-d; format would accept it");
    add("day", "20240105", DAY + "has the form yyyyMMdd; format would accept it");
    add("day", "31/12/2023", DAY + "has the form d/M/yyyy; format would accept it");
    add("day", "01/02/2023", DAY + "has the form d/M/yyyy or M/d/yyyy; format would accept it");
    add(
        "day",
        "05-Jan-24",
        DAY
            + "has the form d-MMM-yy, with two digits of a year; format with pivotYear would"
            + " accept it");
    add("day", "2024-02-29 ", DAY + "has blanks around it");
    add("day", "2024-02-29\u0085", DAY + "has line breaks or other control characters around it");
    add("day", "someday", DAY + "has another form");
  }

  private void patterns() {
    column("us_day", "logicalType: date, logicalTypeOptions: {format: M/d/yyyy}");
    add("us_day", "4/15/1991", "=1991-04-15");
    add(
        "us_day",
        "4/15/91",
        "must be a date M/d/yyyy, but has the form M/d/yy, with two digits of a year; dateFormats"
            + " with pivotYear would accept it");
    add(
        "us_day",
        "2/30/1991",
        "must be a date M/d/yyyy, but is not a calendar date or time from year 1 to 9999");
    add(
        "us_day",
        "4/15/1991\n",
        "must be a date M/d/yyyy, but has line breaks or other control characters around it");
    column(
        "born",
        "logicalType: date, logicalTypeOptions: {format: M/d/yy}",
        property("pivotYear", "1930"));
    add("born", "4/15/91", "=1991-04-15");
    add("born", "1/1/30", "=1930-01-01");
    add("born", "12/31/29", "=2029-12-31");
    add("born", "2/29/00", "=2000-02-29");
    add(
        "born",
        "4/15/1991",
        "must be a date M/d/yy, but has the form M/d/yyyy; dateFormats would accept it");
    column(
        "old",
        "logicalType: date, logicalTypeOptions: {format: dd.MM.yy}",
        property("pivotYear", "1900"));
    add("old", "01.02.03", "=1903-02-01");
    add(
        "old",
        "29.02.00",
        "must be a date dd.MM.yy, but is not a calendar date or time from year 1 to 9999");
    column(
        "mixed",
        "logicalType: date",
        property("dateFormats", "[dd/MM/yyyy, yyyy-MM-dd, d-MMM-yyyy]"));
    add("mixed", "03/04/2023", "=2023-04-03");
    add("mixed", "2023-04-03", "=2023-04-03");
    add("mixed", "3-Apr-2023", "=2023-04-03");
    add(
        "mixed",
        "2023/04/03",
        "must be a date dd/MM/yyyy or yyyy-MM-dd or d-MMM-yyyy, but has the form yyyy/M/d;"
            + " dateFormats would accept it");
    column(
        "fine_at",
        "logicalType: timestamp, logicalTypeOptions: {format: 'yyyy-MM-dd HH:mm:ss.SSSSSSSSSXXX'}");
    add("fine_at", "2024-05-01 10:00:00.123456000+02:00", "=2024-05-01 08:00:00.123456");
    add("fine_at", "2024-05-01 10:00:00.1Z", "=2024-05-01 10:00:00.1");
    add(
        "fine_at",
        "2024-05-01 10:00:00.123456100Z",
        "must be an instant yyyy-MM-dd HH:mm:ss.SSSSSSSSSXXX, but has 7 digits of a second, at most"
            + " 6 are kept");
    add(
        "fine_at",
        "0001-01-01 00:00:00.0+05:00",
        "must be an instant yyyy-MM-dd HH:mm:ss.SSSSSSSSSXXX, but is not a calendar date or"
            + " time from year 1 to 9999");
    column(
        "partly",
        "logicalType: timestamp, logicalTypeOptions: {format: 'yyyy-MM-dd HH:mm:ss[.SSS][XXX]'}");
    add("partly", "2024-05-01 10:00:00", "=2024-05-01 10:00:00");
    add("partly", "2024-05-01 10:00:00.5+02:00", "=2024-05-01 08:00:00.5");
    column("packed", "logicalType: timestamp, logicalTypeOptions: {format: yyyyMMddHHmmssSSS}");
    add("packed", "20240501100000123", "=2024-05-01 10:00:00.123");
    column("seconds", "logicalType: timestamp", property("epoch", "seconds"));
    add("seconds", "1704067200", "=2024-01-01 00:00:00");
    add("seconds", "-1", "=1969-12-31 23:59:59");
    add("seconds", "1704067200.123456", "=2024-01-01 00:00:00.123456");
    add(
        "seconds",
        "1704067200.1234567",
        "must be an instant in seconds since 1970, but has digits beyond microseconds, which cannot"
            + " be kept");
    add(
        "seconds",
        "1704067200000",
        "must be an instant in seconds since 1970, but is outside the years 1 to 9999: perhaps"
            + " the unit is wrong");
    add(
        "seconds",
        "2024-01-01",
        "must be an instant in seconds since 1970, but is not a plain number");
    column("millis", "logicalType: timestamp", property("epoch", "milliseconds"));
    add("millis", "1704067200123", "=2024-01-01 00:00:00.123");
    column("micros", "logicalType: timestamp", property("epoch", "microseconds"));
    add("micros", "1704067200123456", "=2024-01-01 00:00:00.123456");
    column("nanos", "logicalType: timestamp", property("epoch", "nanoseconds"));
    add("nanos", "1704067200123456000", "=2024-01-01 00:00:00.123456");
    add(
        "nanos",
        "1704067200123456100",
        "must be an instant in nanoseconds since 1970, but has digits beyond microseconds, which"
            + " cannot be kept");
  }

  private void booleans() {
    column("flag", "logicalType: boolean");
    add("flag", "TRUE", "=true");
    add("flag", "False", "=false");
    add("flag", "Y", LOGICAL + "is a different word; booleanWords would accept it");
    add("flag", "off", LOGICAL + "is a different word; booleanWords would accept it");
    add("flag", "1", LOGICAL + "is a number; booleanWords would read it as a word");
    add("flag", "true\n", LOGICAL + "has line breaks or other control characters around it");
    add("flag", " true", LOGICAL + "has blanks around it");
    column(
        "active",
        "logicalType: boolean",
        property("booleanWords", "{true: [Y, 1], false: [N, '0']}"));
    add("active", "Y", "=true");
    add("active", "1", "=true");
    add("active", "N", "=false");
    add("active", "0", "=false");
    add("active", "TRUE", "=true");
    add(
        "active",
        "y",
        "must be true, false or a word of booleanWords, but is a different word; booleanWords would"
            + " accept it");
  }

  private void formats() {
    String euro = property("numberFormat", "{decimal: ',', group: '.'}");
    column("euro", "logicalType: number, physicalType: 'decimal(12,2)'", euro);
    add("euro", "97.100,7", "=97100.70");
    add("euro", "97,70", "=97.70");
    add("euro", "1.234.567", "=1234567.00");
    add("euro", "-5", "=-5.00");
    add("euro", "1234567", "=1234567.00");
    add("euro", "1067.100,7", MONEY + "has separators that do not separate groups of three digits");
    // In JSON a point may be that of a number: where both readings differ, neither is taken.
    add("euro", "97.70", "=97.70");
    add("euro", "0.5", "=0.50");
    add("euro", "0.123", MONEY + "has 3 decimals");
    column("tons", "logicalType: number, physicalType: 'decimal(12,3)'", euro);
    add("tons", "1.1370", "must be a number with at most 3 decimals, but has 4 decimals");
    add("tons", "1.13", "=1.130");
    add(
        "tons",
        "1.137",
        "must be a number with at most 3 decimals, but has a point before three digits, which in"
            + " JSON a number has before decimals and a text here between thousands");
    column("grouped", "logicalType: integer", property("numberFormat", "{group: ','}"));
    add("grouped", "1,137", "=1137");
    add("grouped", "-12,345,678", "=-12345678");
    add("grouped", "1137", "=1137");
    add("grouped", "1,13", WHOLE + "has a decimal comma and has decimals");
    add("grouped", "0,123", WHOLE + "has a decimal comma and has decimals");
    add(
        "grouped",
        "3,000,000,000",
        WHOLE + "is beyond the range of int; format: i64 would read it as bigint");
    column(
        "french",
        "logicalType: number, physicalType: 'decimal(12,2)'",
        property("numberFormat", "{decimal: ',', group: ' ', currency: [\u20ac]}"));
    add("french", "1 234,56", "=1234.56");
    add("french", "12\u00a0345\u00a0678,90\u00a0\u20ac", "=12345678.90");
    add("french", "1\u202f234,5", "=1234.50");
    add("french", "12 34,56", MONEY + "has separators that do not separate groups of three digits");
    column("weight", "logicalType: number", property("numberFormat", "{decimal: ','}"));
    add("weight", "1,137", "=1.137");
    add("weight", "1,5e3", "=1500.0");
    add("weight", ",5", "=0.5");
    add("weight", "1e-999", NUMBER + "is beyond the range of double");
    column(
        "books",
        "logicalType: number, physicalType: 'decimal(10,2)'",
        property(
            "numberFormat",
            "{group: ',', accounting: true, currency: ['$', EUR, \u20ac], exponent: true}"));
    add("books", "50.00-", "=-50.00");
    add("books", "($30.00)", "=-30.00");
    add("books", "$(30.00)", "=-30.00");
    add("books", "-$30.00", "=-30.00");
    add("books", "$400.00", "=400.00");
    add("books", "1,234.56", "=1234.56");
    add("books", "EUR 5.00", "=5.00");
    add("books", "5.00 \u20ac", "=5.00");
    add("books", "1.50E+02", "=150.00");
    add("books", "125E-2", "=1.25");
    add("books", "$.50", "=0.50");
    add("books", "-0", "=0.00");
    add("books", "12.345", MONEY + "has 3 decimals");
    add("books", "1.2345E+1", MONEY + "does not fit decimal(10,2) exactly");
    add("books", "-5.00-", MONEY + "does not fit decimal(10,2) exactly");
    add("books", "(-5.00)", MONEY + "does not fit decimal(10,2) exactly");
    add(
        "books",
        "\u00a35.00",
        MONEY
            + "has a currency mark; numberFormat {group: ',', accounting: true, currency: ['$',"
            + " 'EUR', '\u20ac', '\u00a3'], exponent: true} would accept it");
    column(
        "share",
        "logicalType: number, physicalType: 'decimal(8,4)'",
        property("numberFormat", "{percent: fraction}"));
    add("share", "12.5%", "=0.1250");
    add("share", "0.05 %", "=0.0005");
    add("share", "-100%", "=-1.0000");
    add("share", "0.5", "=0.5000");
    add(
        "share",
        "0.001%",
        "must be a number with at most 4 decimals, but does not fit decimal(8,4) exactly");
    column("points", "logicalType: integer", property("numberFormat", "{percent: number}"));
    add("points", "12%", "=12");
    add("points", "12.5%", WHOLE + "has decimals");
  }

  private void nulls() {
    column("markers", "logicalType: integer", property("nullMarkers", "[NA, '\\N', '-', -999]"));
    for (String marker : List.of("NA", "\\N", "-", "-999")) {
      add("markers", marker, "=null");
    }
    add("markers", "na", WHOLE + "is a marker for a missing value" + NONE);
    add("markers", "12", "=12");
    column("country", "logicalType: string");
    add("country", "NA", "=NA");
    column("alias", "logicalType: string", property("nullMarkers", "['\\N', '']"));
    add("alias", "\\N", "=null");
    add("alias", "", "=null");
    add("alias", "NA", "=NA");
  }
}
