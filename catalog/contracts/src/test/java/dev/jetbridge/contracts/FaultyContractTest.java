package dev.jetbridge.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.contracts.reading.ContractReader;
import dev.jetbridge.contracts.yaml.Faults;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each case is a sample with one change, and exactly the faults that the change makes. */
class FaultyContractTest {
  private record Case(String sample, String from, String to, List<String> expected) {
    @Override
    public String toString() {
      return to.strip();
    }
  }

  private static Case source(String from, String to, String... expected) {
    return new Case(Sample.SOURCE, from, to, List.of(expected));
  }

  private static Case aggregate(String from, String to, String... expected) {
    return new Case(Sample.AGGREGATE, from, to, List.of(expected));
  }

  static Stream<Case> structure() {
    return Stream.of(
        source(
            "tenant: example",
            "tennant: example",
            "tennant: unknown key tennant; did you mean tenant?"),
        source(
            "tenant: example",
            "tenant: 5",
            "tenant: must be text, is a whole number; put it in quotes"),
        source(
            "version: 2.1.0\n",
            "version: 2.1\n",
            "version: must be text, is a number; put it in quotes"),
        source("status: active\n", "", "the key status is missing"),
        source("tags: [sample, tills]", "tags: sample", "tags: must be a list, is text"),
        source(
            "  purpose: What",
            "  porpose: What",
            "description.porpose: unknown key porpose; did you mean purpose?"),
        source(
            "    - username: ada\n",
            "    - email: a\n",
            "team.members[0]: the key username is missing",
            "team.members[0].email: unknown key email (known: id, username, name, description,"
                + " role, dateIn, dateOut, replacedByUsername, tags, customProperties,"
                + " authoritativeDefinitions)"),
        source(
            "kind: DataContract",
            "kind: DataContact",
            "kind: unknown value DataContact; did you mean DataContract?"),
        source(
            "apiVersion: v3.1.0",
            "apiVersion: v4.0.0",
            "apiVersion: unknown value v4.0.0; did you mean v3.0.0?"),
        source(
            "priceAmount: 9.95",
            "priceAmount: a lot",
            "price.priceAmount: must be a number, is text"),
        source(
            "type: kafka",
            "type: kafla",
            "servers[1].type: unknown server type kafla; did you mean kafka?"),
        source("host: db.example, ", "", "servers[2]: the key host is missing"),
        source("port: 5432", "port: '5432'", "servers[2].port: must be a whole number, is text"),
        source(
            "host: 'kafka.example:9092', ",
            "host: h, topic: t, ",
            "servers[1].topic: unknown key topic (known: id, server, type, description,"
                + " environment, roles, customProperties, host, format)"),
        source(
            "        logicalType: boolean\n",
            "        logicalType: bool\n",
            "schema[0].properties[6].logicalType: unknown value bool; did you mean boolean?"),
        source(
            "        logicalType: boolean\n",
            "",
            "schema[0].properties[6]: the key logicalType is missing"),
        source(
            "logicalType: boolean",
            "logicalType: object",
            "schema[0].properties[6].logicalType: logicalType object is not supported yet"
                + " (supported: string, integer, number, boolean, date, timestamp)"),
        source(
            "minLength: 2,",
            "minLenght: 2,",
            "schema[0].properties[0].logicalTypeOptions.minLenght: unknown key minLenght; did you"
                + " mean minLength?"),
        source(
            "format: u16, ",
            "format: u17, ",
            "schema[0].properties[1].logicalTypeOptions.format: unknown value u17; did you mean"
                + " u16?"),
        source(
            "criticalDataElement: true",
            "criticalDataElement: yes",
            "schema[0].properties[0].criticalDataElement: must be true or false, is text"),
        source(
            "to: sales.sale_id}",
            "to: sales}",
            "schema[0].properties[0].relationships[0].to: must be a reference such as"
                + " bookings.ticket_number, is sales"),
        source(
            "        to: [sales.sale_id, sales.line]",
            "        to: sales.sale_id",
            "schema[0].relationships[1]: from and to must both be one reference or both be lists"),
        source(
            "value: 7, unit: y",
            "value: [7], unit: y",
            "slaProperties[0].value: must be a single value, is a list"),
        source(
            "        dimension: completeness",
            "        dimension: completness",
            "schema[0].quality[0].dimension: unknown value completness; did you mean"
                + " completeness?"),
        source(
            "        businessImpact:",
            "        engine:",
            "schema[0].quality[0].engine: unknown key engine"),
        source(
            "  - {property: orderColumn",
            "  - {propert: orderColumn",
            "customProperties[1]: the key property is missing",
            "customProperties[1].propert: unknown key propert; did you mean property?",
            "the custom property orderColumn is missing: it decides which of two records of a key"
                + " is newer"));
  }

  static Stream<Case> columns() {
    return Stream.of(
        source(
            "      - name: weight",
            "      - name: price",
            "schema[0].properties[5]: the column price is a duplicate"),
        source(
            "      - name: weight",
            "      - name: Weight",
            "schema[0].properties[5].name: must be a column name in lower case letters, digits and"
                + " underscore, is Weight"),
        source(
            "      - name: weight",
            "      - name: changed_in",
            "schema[0].properties[5].name: changed_in is a column that every table has anyway"),
        source(
            "value: ART}",
            "value: line}",
            "schema[0].properties[2]: the source column line is a duplicate"),
        source(
            "primaryKeyPosition: 2",
            "primaryKeyPosition: 3",
            "schema[0].properties[0].primaryKeyPosition: primaryKeyPosition must number the columns"
                + " from 1 to 2, has [1, 3]"),
        source(
            "      - name: gift\n",
            "      - name: gift\n        primaryKeyPosition: 3\n",
            "schema[0].properties[6].primaryKeyPosition: does nothing without primaryKey: true"),
        source(
            "        primaryKeyPosition: 2\n",
            "        primaryKeyPosition: 2\n        required: false\n",
            "schema[0].properties[1].required: a key column is always required"),
        source(
            "classification: public",
            "classification: publik",
            "schema[0].properties[2].classification: unknown classification publik; did you mean"
                + " public?"),
        source(
            "decimal(10,2)",
            "decimal(40,2)",
            "schema[0].properties[4].physicalType: must have a precision from 1 to 38 and a scale"
                + " up to it, is decimal(40,2)"),
        source(
            "decimal(10,2)",
            "decimal(2,3)",
            "schema[0].properties[4].physicalType: must have a precision from 1 to 38 and a scale"
                + " up to it, is decimal(2,3)"),
        source(
            "decimal(10,2)",
            "money",
            "schema[0].properties[4].physicalType: must be decimal(precision,scale), double or"
                + " float, is money"),
        source(
            "format: i64}",
            "format: u128}",
            "schema[0].properties[3].logicalTypeOptions.format: the format u128 is not supported"
                + " yet; use i64, or a number with physicalType decimal(38,0)"),
        source(
            "'^S[0-9]+$'",
            "'^S[0-9+$'",
            "schema[0].properties[0].logicalTypeOptions.pattern: cannot be used as a pattern: it is"
                + " not a regular expression: Unclosed character class"),
        source(
            "maxLength: 12",
            "maxLength: 1",
            "schema[0].properties[0].logicalTypeOptions.minLength: must be at most maxLength (1),"
                + " is 2"),
        source(
            "maxLength: 12",
            "maxLength: -1",
            "schema[0].properties[0].logicalTypeOptions.maxLength: must be a whole number from 0,"
                + " is -1",
            "schema[0].properties[0].logicalTypeOptions.minLength: must be at most maxLength (-1),"
                + " is 2"),
        source(
            "minimum: 1, exclusiveMaximum: 100",
            "minimum: 100, exclusiveMaximum: 100",
            "schema[0].properties[3].logicalTypeOptions: no value is possible: its lower bound"
                + " is above"
                + " its upper bound"),
        source(
            "minimum: '2020-01-01', maximum",
            "minimum: '2020-13-01', maximum",
            "schema[0].properties[7].logicalTypeOptions.minimum: must be an ISO date such as"
                + " 2020-01-31"),
        source(
            "minimum: '2020-01-01', maximum",
            "minimum: '2100-01-01', maximum",
            "schema[0].properties[7].logicalTypeOptions: no value is possible: its lower bound"
                + " is above"
                + " its upper bound"),
        source(
            "'2020-01-01T00:00:00Z'",
            "'2020-01-01'",
            "schema[0].properties[8].logicalTypeOptions.exclusiveMinimum: must be an ISO instant"
                + " such as 2020-01-31T12:00:00Z"),
        source(
            "format: dd/MM/yyyy",
            "format: dd/MM/YYYY",
            "schema[0].properties[7].logicalTypeOptions.format: is not a pattern of a date such as"
                + " dd/MM/yyyy"),
        source(
            "timezone: true,",
            "timezone: true, format: 'dd/MM/yyyy hh:mm',",
            "schema[0].properties[8].logicalTypeOptions.format: is not a pattern of a timestamp"
                + " such as dd/MM/yyyy HH:mm:ss"),
        source(
            "defaultTimezone: Etc/UTC",
            "defaultTimezone: Asia/Dubai",
            "schema[0].properties[8].logicalTypeOptions.defaultTimezone: the zone Asia/Dubai is not"
                + " supported yet (known: UTC)"),
        source(
            "format: f32}",
            "format: f32, multipleOf: 5}",
            "schema[0].properties[5].logicalTypeOptions.multipleOf: multipleOf is not supported"
                + " yet; write a quality rule instead"),
        source(
            "[A, B, C]}",
            "[A, A, 3]}",
            "schema[0].properties[2].customProperties[1].value: holds a value twice",
            "schema[0].properties[2].customProperties[1].value[2]: must be text, is a whole number;"
                + " put it in quotes"),
        source(
            "      - name: gift\n        logicalType: boolean\n",
            "      - name: gift\n"
                + "        logicalType: boolean\n"
                + "        customProperties: [{property: validValues, value: [A]}]\n",
            "schema[0].properties[6].customProperties[0].value: validValues is for string and"
                + " integer columns only"),
        source(
            "property: sourceColumn",
            "property: sourceColum",
            "schema[0].properties[2].customProperties[0]: unknown custom property sourceColum; did"
                + " you mean sourceColumn?"),
        source(
            "value: months",
            "value: month",
            "schema[0].properties[8].customProperties[0].value: unknown partition transform month;"
                + " did you mean months?"),
        source(
            "value: months",
            "value: 'bucket[0]'",
            "schema[0].properties[8].customProperties[0].value: unknown partition transform"
                + " bucket[0]; did you mean bucket[N]?"),
        source(
            "value: months",
            "value: 'truncate[4]'",
            "schema[0].properties[8].customProperties[0].value: the partition transform truncate"
                + " does not suit a column of type timestamp"),
        source(
            "        partitioned: true\n        partitionKeyPosition: 1\n",
            "",
            "schema[0].properties[8].customProperties[0].value: partitionTransform does nothing"
                + " here: the column is not partitioned"),
        source(
            "        partitioned: true\n",
            "        partitioned: true\n        classification: identifier\n",
            "schema[0].properties[8].customProperties[0].value: an identifier may partition by"
                + " bucket[N] only: other transforms write its values into metadata and folder"
                + " names"),
        aggregate(
            "logicalType: string",
            "logicalType: number",
            "schema[0].properties[0]: a key cannot be a floating-point number"),
        aggregate(
            "      - name: pieces\n",
            "      - name: pieces\n"
                + "        customProperties: [{property: sourceColumn, value: P}]\n",
            "schema[0].properties[2].customProperties[0].value: sourceColumn does nothing here:"
                + " only source-aligned products have files"));
  }

  static Stream<Case> rules() {
    return Stream.of(
        source(
            "        mustBe: 0\n",
            "        mustBe: 0\n        mustNotBe: 1\n",
            "schema[0].quality[1]: must have exactly one operator, has mustBe and mustNotBe"
                + " (operators: mustBe, mustNotBe, mustBeGreaterThan, mustBeGreaterOrEqualTo,"
                + " mustBeLessThan, mustBeLessOrEqualTo, mustBeBetween, mustNotBeBetween)"),
        source(
            "        mustBe: 0\n",
            "",
            "schema[0].quality[1]: must have exactly one operator, has none (operators: mustBe,"
                + " mustNotBe, mustBeGreaterThan, mustBeGreaterOrEqualTo, mustBeLessThan,"
                + " mustBeLessOrEqualTo, mustBeBetween, mustNotBeBetween)"),
        source(
            "[1, 40]",
            "[40, 40]",
            "schema[0].quality[2].mustBeBetween: must be two distinct numbers, the lower one"
                + " first"),
        source(
            "[1, 40]",
            "[1]",
            "schema[0].quality[2].mustBeBetween: must be two distinct numbers, the lower one"
                + " first"),
        source(
            "metric: rowCount",
            "metric: rowcount",
            "schema[0].quality[0].metric: unknown value rowcount; did you mean rowCount?"),
        source(
            "metric: rowCount",
            "metric: nullValues",
            "schema[0].quality[0].metric: nullValues goes under a column only"),
        source(
            "{metric: duplicateValues, ",
            "{metric: rowCount, ",
            "schema[0].properties[2].quality[3].metric: rowCount goes under the table only"),
        source(
            "{properties: [sale_id, line]}",
            "{properties: [sale_id, lime]}",
            "schema[0].quality[1].arguments.properties[1]: unknown column lime; did you mean"
                + " line?"),
        source(
            "        arguments: {properties: [sale_id, line]}\n",
            "",
            "schema[0].quality[1]: the key arguments is missing: duplicateValues needs it"),
        source(
            "arguments: {missingValues:",
            "arguments: {missing:",
            "schema[0].properties[2].quality[1].arguments: the key missingValues is missing",
            "schema[0].properties[2].quality[1].arguments.missing: unknown key missing; did you"
                + " mean missingValues?"),
        source(
            "{pattern: '^[A-Z]', ",
            "{pattern: '^[A-Z', ",
            "schema[0].properties[2].quality[2].arguments.pattern: cannot be used as a pattern: it"
                + " is not a regular expression: Unclosed character class"),
        source(
            "unit: percent",
            "unit: percents",
            "schema[0].properties[2].quality[0].unit: unknown unit percents; did you mean"
                + " percent?"),
        source(
            "mustBeLessThan: 5, unit",
            "mustBeLessThan: 105, unit",
            "schema[0].properties[2].quality[0]: mustBeLessThan must be a percentage from 0 to"
                + " 100"),
        source(
            "severity: warning",
            "severity: warn",
            "schema[0].quality[2].severity: unknown severity warn; did you mean warning?"),
        source(
            "      - id: one_line_once",
            "      - id: has_rows",
            "schema[0].quality[1]: the rule has_rows is a duplicate"),
        source(
            "      - id: one_line_once",
            "      - id: one line",
            "schema[0].quality[1].id: must be letters, digits, _ and - only, is one line"),
        source(
            "      - id: mean_quantity\n        type",
            "      - type",
            "schema[0].quality[2]: the key id is missing: results are kept under it"),
        source(
            "property: scope, value: table",
            "property: scope, value: tables",
            "schema[0].quality[1].customProperties[0].value: unknown value tables; did you mean"
                + " table?"),
        source(
            "property: scope, value: table",
            "property: scop, value: table",
            "schema[0].quality[1].customProperties[0]: unknown custom property scop; did you mean"
                + " scope?"),
        source(
            "engine: awsGlueDQ",
            "engine: soda",
            "schema[0].quality[3].engine: unknown engine soda; only awsGlueDQ is evaluated"),
        source(
            "implementation: Completeness \"article\" > 0.9",
            "implementation: ' '",
            "schema[0].quality[3].implementation: must be a DQDL rule as text"),
        source(
            "select avg(quantity)",
            "select avg(quantitee)",
            "schema[0].quality[2].query: is not a valid query over this table:"
                + " [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column or function parameter with name"
                + " `quantitee` cannot be resolved. Did you mean one of the following? [`quantity`,"
                + " `action`, `article`, `line`, `price`]"),
        source(
            "price > 0 or gift",
            "prize > 0 or gift",
            "customProperties[8].value[0].predicate: unknown column prize; did you mean price?"));
  }

  static Stream<Case> meaning() {
    return Stream.of(
        source(
            "id: shop.till_sales",
            "id: till_sales",
            "id: must be domain.product in lower case letters, digits and underscore, is"
                + " till_sales"),
        source(
            "domain: shop",
            "domain: shops",
            "domain: must be shop (the first part of the id), is shops"),
        source(
            "\nname: till_sales",
            "\nname: tills",
            "name: must be till_sales (the second part of the id), is tills"),
        source(
            "    name: till_sales",
            "    name: tills",
            "schema[0].name: must be till_sales (the second part of the id), is tills"),
        source(
            "slaProperties:",
            "  - name: other\n    properties: []\nslaProperties:",
            "schema: must hold exactly one table, holds 2"),
        source(
            "property: productKind, value: source-aligned",
            "property: productKind, value: source",
            "customProperties[0].value: unknown value source; did you mean source-aligned?"),
        source(
            "  - {property: productKind, value: source-aligned, description: The kind., id:"
                + " kind}\n",
            "",
            "customProperties: the custom property productKind is missing (known: source-aligned,"
                + " aggregate, consumer-aligned)"),
        source(
            "property: encoding",
            "property: encodng",
            "customProperties[3]: unknown custom property encodng; did you mean encoding?"),
        source(
            "property: quote",
            "property: encoding",
            "customProperties[4]: the custom property encoding is a duplicate"),
        source(
            "  - {property: orderColumn, value: sold_at}\n",
            "",
            "the custom property orderColumn is missing: it decides which of two records of a key"
                + " is newer"),
        source(
            "orderColumn, value: sold_at",
            "orderColumn, value: sold_on",
            "customProperties[1].value: unknown column sold_on; did you mean sold_at?"),
        source(
            "orderColumn, value: sold_at}",
            "orderColumn, value: sale_id}\n  - {property: history, value: true}",
            "customProperties[2].value: what was known at an instant is told by the order column,"
                + " which must be a timestamp or a date, and sale_id is string"),
        aggregate(
            "  - {property: readsPrevious, value: true}",
            "  - {property: history, value: true}",
            "customProperties[3].value: history does nothing here: only rows that are compared by"
                + " their key have versions"),
        source(
            "orderColumn, value: sold_at",
            "orderColumn, value: gift",
            "customProperties[1].value: the order column must be a timestamp, date, whole number,"
                + " decimal or string, is boolean",
            "customProperties[1].value: the order column gift must be required"),
        source(
            "{column: action, value: D}",
            "{column: actoin, value: D}",
            "customProperties[2].value.column: unknown column actoin; did you mean action?"),
        source(
            "{column: action, value: D}",
            "{column: action, value: X}",
            "customProperties[2].value.value: is not among the validValues of action (U, D)"),
        source(
            "{column: action, value: D}",
            "{column: line, value: D}",
            "customProperties[2].value.column: must name a string column"),
        source(
            "value: [article, sold_at]",
            "value: [artcle, sold_at, sold_at]",
            "customProperties[7].value: names a column twice",
            "customProperties[7].value[0]: unknown column artcle; did you mean article?"),
        source(
            "value: ISO-8859-1",
            "value: ISO-8859-100",
            "customProperties[3].value: unknown encoding ISO-8859-100; did you mean ISO-8859-1?"),
        source(
            "value: ISO-8859-1",
            "value: UTF-16",
            "customProperties[3].value: the encoding UTF-16 is not supported: it must write"
                + " each ASCII character as that one byte; let the sender convert its files to"
                + " UTF-8"),
        source(
            "value: ISO-8859-1",
            "value: ISO-2022-JP",
            "customProperties[3].value: the encoding ISO-2022-JP is not supported: a character can"
                + " be several bytes in it, and some of these look like ASCII or depend on"
                + " those before; let the sender convert its files to UTF-8"),
        source(
            "value: ISO-8859-1",
            "value: UTF-7",
            "customProperties[3].value: unknown encoding UTF-7; did you mean UTF-8?"),
        source(
            "  - {property: encoding",
            "  - {property: headerNames, value: normalized}\n"
                + "  - {property: skipLines, value: -1}\n"
                + "  - {property: encoding",
            "customProperties[3].value: unknown value normalized; did you mean normalised?",
            "customProperties[4].value: must be a whole number from 0, is -1"),
        source(
            "value: \"'\"",
            "value: \"''\"",
            "customProperties[4].value: must be one character, has 2"),
        source(
            "delimiter: ';'",
            "delimiter: ';;'",
            "servers[0].delimiter: must be one character, has 2"),
        source(
            "delimiter: ';'",
            "delimiter: '§'",
            "servers[0].delimiter: must be an ASCII character: files are split by bytes"),
        source("    format: csv\n", "", "servers[0]: the key format is missing (such as csv)"),
        source(
            "location: sftp://",
            "location: ftp://",
            "servers[0].location: must begin with sftp://"),
        source(
            "till_sales_*.csv",
            "",
            "servers[0].location: must be a folder and, after the last /, the glob of the file"
                + " names"),
        source(
            "/shop/till_sales_*.csv",
            "/*/till_sales.csv",
            "servers[0].location: may have wildcards in the names of files only, not of folders"),
        source(
            "  - {server: stream, type: kafka, host: 'kafka.example:9092', format: json}",
            "  - {server: copy, type: s3, location: 's3://b/f.csv', format: csv}",
            "servers: must hold exactly one server of type local, s3 or sftp, or custom with the"
                + " serviceName of a channel and a format, holds 2"),
        source(
            "  - {server: stream, type: kafka, host: 'kafka.example:9092', format: json}",
            "  - {server: copy, type: custom, serviceName: data-exchange, dataset: d, location:"
                + " 'f.csv', format: csv}",
            "servers: must hold exactly one server of type local, s3 or sftp, or custom with the"
                + " serviceName of a channel and a format, holds 2"),
        source(
            "  - {property: encoding",
            "  - {property: controlFile, value: {suffix: ctl, records: N}}\n"
                + "  - {property: encoding",
            "customProperties[3].value.suffix: must be a dot and an ending, such as .ctl, is ctl"),
        source(
            "  - {property: encoding",
            "  - {property: controlFile, value: {suffix: .ctl}}\n  - {property: encoding",
            "customProperties[3].value: states nothing: name the key of at least one of records,"
                + " bytes, md5, sha256"),
        source(
            "  - {property: encoding",
            "  - {property: checksumFile, value: {suffix: .sum, algorithm: SHA256}}\n"
                + "  - {property: encoding",
            "customProperties[3].value.algorithm: unknown value SHA256; did you mean SHA-256?"),
        source(
            "  - {property: encoding",
            "  - {property: controlFile, value: {suffix: .c, bytes: B}}\n"
                + "  - {property: checksumFile, value: {suffix: .c, algorithm: MD5}}\n"
                + "  - {property: encoding",
            "customProperties[4].value: must have another suffix than controlFile"),
        source(
            "  - {property: encoding",
            "  - {property: writeMode, value: append}\n  - {property: encoding",
            "customProperties[3].value: must be merge for a source-aligned product with a key, is"
                + " append"),
        source(
            "  - {property: encoding",
            "  - {property: inputs, value: [a.b]}\n  - {property: encoding",
            "customProperties[3].value: inputs does nothing here: a source-aligned product is made"
                + " from files"),
        source(
            "countField: 2",
            "countField: 0",
            "customProperties[6].value.countField: must be a whole number from 1, is 0"),
        aggregate(
            "  - {property: transformation",
            "  - {property: outputPorts, value: [parquet]}\n  - {property: transformation",
            "customProperties[2].value: must hold table: every product is an Iceberg table first"),
        aggregate(
            "  - {property: transformation",
            "  - {property: outputPorts, value: [table, event, event]}\n"
                + "  - {property: transformation",
            "customProperties[2].value[2]: the port event is a duplicate"),
        aggregate(
            "  - {property: transformation",
            "  - {property: metrics, value: [{name: mean, expression: 'sum(peaces) / count(*)',"
                + " description: d}]}\n"
                + "  - {property: transformation",
            "customProperties[2].value[0].expression: unknown column peaces; did you mean pieces?"),
        aggregate(
            "  - {property: transformation",
            "  - {property: metrics, value: [{name: mean, expression: 'pieces + 1', description:"
                + " d}]}\n"
                + "  - {property: transformation",
            "customProperties[2].value[0].expression: must aggregate the rows, such as"
                + " sum(column)"),
        aggregate(
            "  - {property: transformation",
            "  - {property: metrics, value: [{name: most, expression: 'max(article)', description:"
                + " d}]}\n"
                + "  - {property: transformation",
            "customProperties[2].value[0].expression: must be a number, is STRING"),
        aggregate(
            "  - {property: transformation",
            "  - {property: metrics, value: [{name: pieces, expression: 'sum(pieces)', description:"
                + " d}]}\n"
                + "  - {property: transformation",
            "customProperties[2].value[0].name: the metric pieces has the name of a column"),
        aggregate(
            "  - {property: transformation",
            "  - {property: metrics, value: [{name: lucky, expression: 'sum(pieces) * rand()',"
                + " description: d}]}\n"
                + "  - {property: transformation",
            "customProperties[2].value[0].expression: must give the same result in every run: no"
                + " current time, no random numbers"),
        aggregate(
            "  - {property: transformation, value: shop.articles_sold}\n",
            "",
            "the custom property transformation is missing: aggregate products need it"),
        aggregate(
            "  - {property: inputs, value: [shop.till_sales]}\n",
            "",
            "the custom property inputs is missing: aggregate products need it"),
        aggregate(
            "[shop.till_sales]", "[]", "customProperties[1].value: must name at least one product"),
        aggregate(
            "[shop.till_sales]",
            "[till_sales]",
            "customProperties[1].value[0]: must be domain.product, is till_sales"),
        aggregate(
            "value: overwrite-partitions}",
            "value: append}\n  - {property: changeTracking, value: true}",
            "customProperties[5].value: changeTracking does nothing here: only an overwrite"
                + " loses track of what it changed"),
        aggregate(
            "  - {property: writeMode, value: overwrite-partitions}\n",
            "",
            "writeMode must be overwrite, overwrite-partitions, merge or append for aggregate"
                + " products, is missing"),
        aggregate(
            "        partitioned: true\n",
            "",
            "customProperties[4].value: overwrite-partitions needs a column with partitioned:"
                + " true"),
        aggregate(
            "  - {property: readsPrevious, value: true}",
            "  - {property: orderColumn, value: sold_on}",
            "customProperties[3].value: orderColumn does nothing here: only files that are"
                + " merged have records to order"),
        aggregate(
            "  - {property: readsPrevious, value: true}",
            "  - {property: trailer, value: {marker: E, countField: 1}}",
            "customProperties[3].value: trailer does nothing here: only source-aligned products"
                + " have files"),
        aggregate(
            "  - {property: readsPrevious, value: true}",
            "  - {property: checksumFile, value: {suffix: .md5, algorithm: MD5}}",
            "customProperties[3].value: checksumFile does nothing here: only source-aligned"
                + " products have files"),
        aggregate(
            "type: glue, account: '123456789012', database: shop, location: 's3://lake/shop',"
                + " format: iceberg",
            "type: s3, location: 's3://lake/shop/f.csv', format: csv",
            "servers[0]: only source-aligned products read files; name the products under inputs"),
        aggregate(
            "days: 7",
            "days: null",
            "customProperties[6].value.days: the parameter days has no value"),
        aggregate(
            "  - {property: readsPrevious, value: true}",
            "  - {property: maintenance, value: {snapshotFor: 7 days, auditBranchesFor: a week,"
                + " runsAtLeast: 0}}",
            "customProperties[3].value.snapshotFor: unknown key snapshotFor; did you mean"
                + " snapshotsFor?",
            "customProperties[3].value.auditBranchesFor: must be a number of hours or days such as"
                + " 36 hours or 7 days, is a week",
            "customProperties[3].value.runsAtLeast: must be a whole number from 1, is 0"));
  }

  static Stream<Case> drift() {
    String map =
        "        logicalType: object\n        physicalType: map<string,string>\n"
            + "        classification: identifier\n";
    String policy = "  - {property: driftPolicy, value: {newColumns: capture, into: weight}}\n";
    String number = "        logicalType: number\n        logicalTypeOptions: {format: f32}\n";
    return Stream.of(
        source(
            "  - {property: encoding",
            "  - {property: driftPolicy, value: {newColumns: drop}}\n  - {property: encoding",
            "customProperties[3].value.newColumns: unknown value drop (known: refuse, ignore,"
                + " capture)"),
        source(
            "  - {property: encoding",
            "  - {property: driftPolicy, value: {newColumns: ignore, into: gift}}\n"
                + "  - {property: encoding",
            "customProperties[3].value.into: into does nothing here: only newColumns: capture has a"
                + " column"),
        source(
            "  - {property: encoding",
            "  - {property: driftPolicy, value: {newColumns: capture}}\n  - {property: encoding",
            "customProperties[3].value: into is missing: the map column that takes what is"
                + " captured"),
        source(
            "  - {property: encoding",
            policy.replace("weight", "wieght") + "  - {property: encoding",
            "customProperties[3].value.into: unknown column wieght; did you mean weight?"),
        source(
            "  - {property: encoding",
            policy + "  - {property: encoding",
            "customProperties[3].value.into: must name a column with logicalType object and"
                + " physicalType map<string,string>, is float"),
        source(
            number,
            map,
            "schema[0].properties[5]: an object only captures: name it under driftPolicy with"
                + " newColumns: capture"),
        aggregate(
            "  - {property: readsPrevious, value: true}",
            "  - {property: driftPolicy, value: {newColumns: ignore}}",
            "customProperties[3].value: driftPolicy does nothing here: only source-aligned products"
                + " have files"));
  }

  static Stream<Case> anomalies() {
    return Stream.of(
        source(
            "  - {property: encoding",
            "  - {property: fileVersions, value: replase}\n  - {property: encoding",
            "customProperties[3].value: unknown value replase; did you mean replace?",
            "customProperties[3].value: fileVersions does nothing here: the product has a key, by"
                + " which records are compared"),
        aggregate(
            "  - {property: readsPrevious, value: true}",
            "  - {property: fileVersions, value: add}",
            "customProperties[3].value: fileVersions does nothing here: only source-aligned"
                + " products have files"),
        source(
            "  - {property: encoding",
            "  - {property: anomalies, value: {strategy: nromal, sensitivity: 0, severity:"
                + " fatal}}\n"
                + "  - {property: encoding",
            "customProperties[3].value.strategy: unknown value nromal; did you mean normal?",
            "customProperties[3].value.sensitivity: must be a number above 0, is 0",
            "customProperties[3].value.severity: unknown value fatal (known: error, warning)"),
        source(
            "  - {property: encoding",
            "  - {property: anomalies, value: {strategy: none, sensitivity: 2}}\n"
                + "  - {property: encoding",
            "customProperties[3].value.sensitivity: sensitivity does nothing here: the strategy is"
                + " none"),
        aggregate(
            "  - {property: readsPrevious, value: true}",
            "  - {property: anomalies, value: {strategy: change}}",
            "customProperties[3].value: anomalies does nothing here: only source-aligned products"
                + " have files"));
  }

  @Test
  void readsHowFiguresAreCompared() {
    String yaml =
        Sample.SOURCE.replace(
            "\ncustomProperties:\n",
            "\n"
                + "customProperties:\n"
                + "  - {property: anomalies, value: {strategy: change, severity: error}}\n");

    assertThat(ContractLoader.parse(yaml, "good").source().orElseThrow().anomalies())
        .isEqualTo(
            new SourceFormat.Anomalies(
                SourceFormat.Strategy.CHANGE, 0.5, QualityRule.Severity.ERROR));
  }

  @Test
  void whatCapturesIsAnOptionalIdentifierWithoutRules() {
    String policy =
        "customProperties:\n"
            + "  - {property: driftPolicy, value: {newColumns: capture, into: weight}}\n";
    String number = "        logicalType: number\n        logicalTypeOptions: {format: f32}\n";
    String map = "        logicalType: object\n        physicalType: map<string,string>\n";
    String yaml = Sample.SOURCE.replace("\ncustomProperties:\n", "\n" + policy);
    String good = yaml.replace(number, map + "        classification: identifier\n");
    String plain = yaml.replace(number, map);
    String ruled =
        yaml.replace(
            number,
            map
                + "        classification: identifier\n"
                + "        required: true\n"
                + "        unique: true\n"
                + "        customProperties: [{property: sourceColumn, value: W}]\n");

    Contract contract = ContractLoader.parse(good, "good");

    assertThat(contract.source().orElseThrow().drift().into()).contains("weight");
    assertThat(contract.fileColumns()).extracting(Column::name).doesNotContain("weight");
    assertThatThrownBy(() -> ContractLoader.parse(plain, "plain"))
        .hasMessageContaining("must name a column classified identifier");
    assertThatThrownBy(() -> ContractLoader.parse(ruled, "ruled"))
        .hasMessageContaining("a column that captures others is optional, outside of key")
        .hasMessageContaining("the column captures others and is in no file");
  }

  /** A column of the sample, or its contract, with properties of how values are written. */
  private static Case values(String column, String properties, String... expected) {
    String at = "      - name: " + column + "\n";
    return source(at, at + "        customProperties: [" + properties + "]\n", expected);
  }

  private static Case ofContract(String property, String... expected) {
    String at = "  - {property: orderColumn, value: sold_at}\n";
    return source(at, at + "  - " + property + "\n", expected);
  }

  static Stream<Case> values() {
    String gift = "schema[0].properties[6].customProperties[0].value";
    String price = "schema[0].properties[4].customProperties[0].value";
    String quantity = "schema[0].properties[3].customProperties[0].value";
    return Stream.of(
        values(
            "gift",
            "{property: numberFormat, value: {group: ','}}",
            gift + ": numberFormat does nothing here: the column holds no numbers"),
        values(
            "gift",
            "{property: epoch, value: seconds}",
            gift + ": epoch does nothing here: the column holds no timestamps"),
        values(
            "gift",
            "{property: dateFormats, value: [dd/MM/yyyy]}",
            gift + ": dateFormats does nothing here: the column holds no dates or timestamps"),
        values(
            "price",
            "{property: booleanWords, value: {true: [Y]}}",
            price + ": booleanWords does nothing here: the column holds no booleans"),
        values(
            "gift",
            "{property: booleanWords, value: {true: [Y, X], false: [N, X]}}",
            gift + ": a text means both true and false"),
        values(
            "gift",
            "{property: booleanWords, value: {true: ['FALSE']}}",
            gift + ": a text means both true and false"),
        values(
            "gift",
            "{property: booleanWords, value: {true: [Y], no: [N]}}",
            gift + ".no: unknown key no (known: true, false)"),
        values(
            "gift",
            "{property: booleanWords, value: {true: [Y]}}, {property: nullMarkers, value: [Y]}",
            "schema[0].properties[6].customProperties[1].value: a null marker is true or false by"
                + " booleanWords"),
        values(
            "gift",
            "{property: nullMarkers, value: [null]}",
            gift + "[0]: must be a text; put it in quotes"),
        values("gift", "{property: nullMarkers, value: [NA, NA]}", gift + ": holds a text twice"),
        values(
            "price",
            "{property: numberFormat, value: {decimal: ',', group: ','}}",
            price + ": decimal and group must differ (decimal is a point by default)"),
        values(
            "price",
            "{property: numberFormat, value: {group: .}}",
            price + ": decimal and group must differ (decimal is a point by default)"),
        values(
            "price",
            "{property: numberFormat, value: {decimal: ',,', percent: share, currency: [-]}}",
            price
                + ".decimal: must be one character that is not a letter, digit, sign, bracket, % or"
                + " quote",
            price + ".percent: unknown value share (known: fraction, number)",
            price
                + ".currency[0]: must be a mark such as $ or EUR, without digits, signs or blanks"),
        values(
            "quantity",
            "{property: numberFormat, value: {decimal: ',', percent: fraction}}",
            quantity + ".decimal: decimal does nothing here: whole numbers have none",
            quantity + ".percent: a fraction is not a whole number; use percent: number"),
        values(
            "weight",
            "{property: numberFormat, value: {exponent: true}}",
            "schema[0].properties[5].customProperties[0].value.exponent: exponent does nothing"
                + " here: the type takes exponents anyway"),
        values(
            "best_before",
            "{property: dateFormats, value: [dd/MM/yyyy]}",
            "schema[0].properties[7].customProperties[0].value: dateFormats and"
                + " logicalTypeOptions.format are both given: use one of them"),
        values(
            "best_before",
            "{property: pivotYear, value: 1930}",
            "schema[0].properties[7].customProperties[0].value: pivotYear does nothing here: no"
                + " pattern of the column has a year of two digits"),
        source(
            "format: dd/MM/yyyy",
            "format: dd/MM/yy",
            "schema[0].properties[7].logicalTypeOptions.format: a year of two digits needs the"
                + " custom property pivotYear of the column: the first of the hundred years that it"
                + " may mean, such as 1930"),
        source(
            "format: dd/MM/yyyy",
            "format: dd/MM/y",
            "schema[0].properties[7].logicalTypeOptions.format: reads years of one or three"
                + " digits literally: write yyyy, or yy with pivotYear"),
        source(
            "{format: dd/MM/yyyy, minimum: '2020-01-01', maximum: '2099-12-31'}\n",
            "{minimum: '2020-01-01'}\n"
                + "        customProperties: [{property: dateFormats, value: [dd/MM/yyyy,"
                + " yyyy-MM-dd, MM/dd/yyyy]}]\n",
            "schema[0].properties[7].customProperties[0].value: dd/MM/yyyy and MM/dd/yyyy read one"
                + " text as two different days, such as 3 April and 4 March"),
        source(
            "{format: dd/MM/yyyy, minimum: '2020-01-01', maximum: '2099-12-31'}\n",
            "{minimum: '2020-01-01'}\n"
                + "        customProperties: [{property: dateFormats, value: [dd-MM-yy, yy-MM-dd]},"
                + " {property: pivotYear, value: 1930}]\n",
            "schema[0].properties[7].customProperties[0].value: dd-MM-yy and yy-MM-dd read one text"
                + " as two different days, such as 3 April and 4 March"),
        source(
            "{format: dd/MM/yyyy, minimum: '2020-01-01', maximum: '2099-12-31'}\n",
            "{minimum: '2020-01-01'}\n"
                + "        customProperties: [{property: dateFormats, value: [hello]}]\n",
            "schema[0].properties[7].customProperties[0].value[0]: is not a pattern of a date such"
                + " as dd/MM/yyyy"),
        source(
            "partitionTransform, value: months}",
            "partitionTransform, value: months}\n          - {property: epoch, value: days}",
            "schema[0].properties[8].customProperties[1].value: unknown value days (known:"
                + " seconds, milliseconds, microseconds, nanoseconds)"),
        ofContract(
            "{property: nullMarkers, value: [A]}",
            "customProperties[2].value: a null marker is one of the validValues of the column"),
        ofContract(
            "{property: nullMarkers, value: [D]}",
            "customProperties[2].value: a null marker is the value of the deleteMarker"),
        ofContract(
            "{property: nullMarkers, value: [S1]}",
            "schema[0].properties[0]: the null marker S1 of the contract matches the pattern of"
                + " this column and so may be a value of it; set nullMarkers on the column, [] for"
                + " none"),
        aggregate(
            "  - {property: writeMode",
            "  - {property: booleanWords, value: {true: [Y]}}\n  - {property: writeMode",
            "customProperties[4].value: booleanWords does nothing here: only source-aligned"
                + " products have files"));
  }

  static Stream<Case> yaml() {
    return Stream.of(
        source(
            "tenant: example",
            "tenant: [example",
            "is not YAML: while parsing a flow sequence, expected ',' or ']', but got :"),
        source("tenant: example", "tenant: *nobody", "is not YAML: found undefined alias nobody"),
        source(
            "tenant: example",
            "\ttenant: example",
            "is not YAML: while scanning for the next token, found character '\\t(TAB)' that cannot"
                + " start any token. (Do not use \\t(TAB) for indentation)"),
        source("tenant: example", "name: other", "name: is a duplicate, first on line 4"),
        source(
            "      - name: gift\n",
            "      - name: gift\n        name: gift\n",
            "schema[0].properties[6].name: is a duplicate, first on line 154"),
        source(
            "apiVersion: v3.1.0",
            "---\na: 1\n---\napiVersion: v3.1.0",
            "must hold one YAML document, holds 2"),
        source(Sample.SOURCE, "", "must hold one YAML document, holds 0"),
        source(Sample.SOURCE, "- a", "must be a YAML object with the keys of a data contract"),
        source(
            "tags: [sample, tills]",
            "tags: &t [*t]",
            "tags[0]: contains itself",
            "tags[0]: must be text, is empty"));
  }

  @ParameterizedTest
  @MethodSource({
    "structure",
    "columns",
    "rules",
    "meaning",
    "drift",
    "anomalies",
    "values",
    "yaml"
  })
  void isRefusedWithExactlyItsFaults(Case wrong) {
    assertThat(wrong.sample()).as("the sample has the text to change").contains(wrong.from());
    String yaml =
        wrong.from().equals(wrong.sample())
            ? wrong.to()
            : wrong
                .sample()
                .replaceFirst(
                    java.util.regex.Pattern.quote(wrong.from()),
                    java.util.regex.Matcher.quoteReplacement(wrong.to()));
    Faults faults = new Faults("x");

    ContractReader.read(yaml, "x", faults);

    assertThat(
            faults.found().stream()
                .map(f -> f.path().isEmpty() ? f.text() : f.path() + ": " + f.text()))
        .containsExactlyInAnyOrderElementsOf(wrong.expected());
  }

  @Test
  void tellsFileLineAndPlaceOfEveryFaultInTheOrderOfLines() {
    String yaml =
        Sample.SOURCE
            .replace("tenant: example", "tennant: example")
            .replace("decimal(10,2)", "decimal(10;2)")
            .replace("orderColumn, value: sold_at", "orderColumn, value: sold");

    assertThatThrownBy(() -> ContractLoader.parse(yaml, "shop/till_sales.odcs.yaml"))
        .isInstanceOf(JetbridgeException.class)
        .extracting(e -> ((JetbridgeException) e).kind())
        .isEqualTo(FailureKind.CONFIG);
    assertThatThrownBy(() -> ContractLoader.parse(yaml, "shop/till_sales.odcs.yaml"))
        .hasMessage(
            """
            Cannot load contracts: 3 faults in 1 file
              shop/till_sales.odcs.yaml:8 tennant: unknown key tennant; did you mean tenant?
              shop/till_sales.odcs.yaml:149 schema[0].properties[4].physicalType: must be \
            decimal(precision,scale), double or float, is decimal(10;2)
              shop/till_sales.odcs.yaml:%d customProperties[1].value: unknown column sold; did \
            you mean sold_at?\
            """
                .formatted(lineOf("property: orderColumn")));
  }

  private static long lineOf(String text) {
    return Sample.SOURCE.substring(0, Sample.SOURCE.indexOf(text)).lines().count();
  }
}
