package dev.jetbridge.pipelines.ingest;

import static dev.jetbridge.pipelines.ingest.HostileContent.repeated;

import dev.jetbridge.contracts.JsonScan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Files of JSON lines that hold something else than one object per line. */
final class HostileJson {
  static final String PRODUCT = "hostile_json";

  private final List<HostileFile> files = new ArrayList<>();
  private int id = 1;

  private HostileJson() {}

  static List<HostileFile> files() {
    HostileJson corpus = new HostileJson();
    corpus.lines();
    corpus.values();
    corpus.wholeFiles();
    return corpus.files;
  }

  private String object() {
    return object("\"SECRET Ann\"", "12.50", "0.5");
  }

  private String object(String name, String amount, String rate) {
    return "{\"id\":"
        + id++
        + ",\"name\":"
        + name
        + ",\"amount\":"
        + amount
        + ",\"rate\":"
        + rate
        + ",\"born\":\"1990-01-31\",\"seen\":\"2023-01-01T10:00:00Z\"}";
  }

  private HostileFile add(String name, String content) {
    return HostileFile.of(PRODUCT, name, content);
  }

  static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  static String objects(int levels) {
    return "{\"id\":".repeat(levels) + "1" + "}".repeat(levels);
  }

  /** A file whose second line is rejected. */
  private void line(String name, String bad, String column, String rule) {
    files.add(
        add(name + ".jsonl", object() + "\n" + bad + "\n" + object() + "\n")
            .loads(2)
            .rejects(2, column, rule));
  }

  private void lines() {
    line("broken-off", "{\"id\":5,\"name\":\"SECR", "", "json");
    line("array", "[" + object() + "]", "", "json");
    line("empty-array", "[]", "", "json");
    line("array-of-two", "[" + object() + "," + object() + "]", "", "json");
    line("two-objects", object() + object(), "", "json");
    line("two-with-comma", object() + "," + object(), "", "json");
    line("garbage-behind", object() + " SECRET", "", "json");
    line("bracket-behind", object() + "]", "", "json");
    line("null", "null", "", "json");
    line("number", "17", "", "json");
    line("string", "\"SECRET\"", "", "json");
    line("word", "SECRET", "", "json");
    line("trailing-comma", "{\"id\":5,}", "", "json");
    line("comment", "// SECRET", "", "json");
    line("tab-in-string", object("\"SEC\tRET\"", "1", "1"), "", "json");
    line("names-twice", object().replace("{", "{\"id\":4,"), "", "json");
    line("unknown-names-twice", object().replace("{", "{\"SECRET\":4,\"SECRET\":5,"), "", "json");
    for (int levels : new int[] {JsonScan.DEEPEST, 100_000}) {
      line("nested-%d-deep".formatted(levels), object(nested(levels), "1", "1"), "", "json");
      line("amount-%d-deep".formatted(levels), object("1", nested(levels), "1"), "", "json");
      line("objects-%d-deep".formatted(levels), objects(levels + 1), "", "json");
    }
    line("half-high", object("\"SECRET \\ud83d\"", "1", "1"), "", "json");
    line("half-low", object("\"\\uDE00 SECRET\"", "1", "1"), "", "json");
    line("halves-swapped", object("\"\\ude00\\ud83d\"", "1", "1"), "", "json");
    line("half-escape", object("\"\\ud8\"", "1", "1"), "", "json");
    line("empty-object", "{}", "id", "required");
    line("single-quotes", "{'id':5}", "", "json");
    line("comment-within", object().replace(",", ", /* SECRET */ "), "", "json");
    line("hash-comment", "# SECRET", "", "json");
    line("tabs", "\t\t", "", "json");
    line("control-characters", "\u0001\u0002", "", "json");
    line("three-with-commas", object() + "," + object() + "," + object(), "", "json");
    line("mark-within", "\uFEFF" + object(), "", "json");
    line("known-name-escaped-twice", object().replace("{", "{\"\\u0069d\":4,"), "", "json");
    line("unquoted-name", "{id:5}", "", "json");
  }

  private void values() {
    for (String none :
        List.of(
            "NaN", "Infinity", "-Infinity", "01", "-01", "1.", ".5", "+1", "1e", "0x1F", "1_0")) {
      line("no-number-" + none, object("\"SECRET\"", none, "1"), "", "json");
    }
    line("rounded-decimals", object("\"SECRET\"", "12.000000000000000001", "1"), "amount", "type");
    line("infinite-decimal", object("\"SECRET\"", "1E400", "1"), "amount", "type");
    line("huge-exponent", object("\"SECRET\"", "1", "1e999"), "rate", "type");
    line("huge-number", object("\"SECRET\"", "9".repeat(2_000), "1"), "amount", "type");
    line("boolean-amount", object("\"SECRET\"", "true", "1"), "amount", "type");
    line("deep-amount", object("\"SECRET\"", nested(JsonScan.DEEPEST - 1), "1"), "amount", "type");
    line("object-amount", object("\"SECRET\"", "{\"SECRET\":1}", "1"), "amount", "type");
    line("null-amount", object("\"SECRET\"", "null", "1"), "amount", "required");
    line("empty-amount", object("\"SECRET\"", "\"\"", "1"), "amount", "type");
    String good =
        object("\"\\ud83d\\ude00\"", "1", "1")
            + "\n"
            + object("\"back \\\\ud83d slash\"", "1", "1")
            + "\n"
            + object("{\"nested\":[1,{\"SECRET\":null}]}", "1", "1")
            + "\n"
            + object("\"\\u0000 SECRET\"", "1", "1")
            + "\n"
            + object("\"=1+1\"", "\"1\"", "1E2").replace(",", " ,\t")
            + "\n";
    files.add(add("odd-but-good.jsonl", good).loads(5));
    String exact =
        object("1.10", "10000000.25", "1")
            + "\n"
            + object("12345678901234567890.123456789012345678901", "12345678.50", "1")
            + "\n"
            + object(
                "{ \"b\" : -999.99999999999999995,\"z\":[1.10, 1E400] }", "99999999.99", "-0.0")
            + "\n"
            + object("0.00012", "0.10", "0.30000000000000004")
            + "\n"
            + object(nested(JsonScan.DEEPEST - 1), "1", "1")
            + "\n"
            + object(objects(JsonScan.DEEPEST - 1), "1", "1")
            + "\n";
    files.add(add("exact-numbers.jsonl", exact).loads(6));
  }

  /** Files of one JSON text, and those that only begin like one. */
  private void documents() {
    String lines = "json: the file is one JSON document over several lines; expected one JSON";
    String array = "json: the file is one JSON array; expected one JSON object per line, as jq -c";
    files.add(
        add("pretty.json", object().replace("{", "{\n").replace(",\"seen", "\n,\"seen"))
            .refused(lines, "line 1"));
    files.add(
        add("pretty-within.json", "\uFEFF\n{\"rows\": [\n" + object() + ",\n" + object() + "\n]}\n")
            .refused(lines, "line 2"));
    files.add(
        add("two-pretty.json", (object().replace(",\"seen", ",\n\"seen") + "\n").repeat(2))
            .refused(lines, "line 1"));
    files.add(
        add("pretty-broken-off.json", object().replace(",\"seen", ",\n\"seen").replace("Z\"}", ""))
            .refused(lines, "line 1"));
    files.add(add("one-array.json", "[" + object() + "]").refused(array, "line 1"));
    files.add(add("empty-array.json", " []\n").refused(array, "line 1"));
    files.add(
        add("array-over-lines.json", "[\n" + object() + ",\n" + object() + "\n]\n")
            .refused(array, "line 1"));
    files.add(
        add("array-of-many.json", "[" + (object("1", "1", "1") + ",\r\n").repeat(2_000) + "{}]")
            .refused(array, "line 1"));
    files.add(
        add("first-broken-off.jsonl", "{\"id\":5,\n" + object() + "\n" + object() + "\n")
            .loads(2)
            .rejects(1, "", "json"));
    files.add(
        add("first-is-array.jsonl", "[1]\n" + object() + "\n").loads(1).rejects(1, "", "json"));
    files.add(
        add("first-array-broken-off.jsonl", "[" + object() + "\n" + object() + "\n")
            .loads(1)
            .rejects(1, "", "json"));
    files.add(add("only-broken-off.jsonl", "{\"id\":5,\n").rejects(1, "", "json"));
  }

  private void wholeFiles() {
    files.add(add("mark.jsonl", "\uFEFF" + object() + "\r\n\r\n  \n" + object()).loads(2));
    documents();
    files.add(add("nothing.jsonl", ""));
    files.add(add("dos-end-of-file.jsonl", object() + "\n\u001A").loads(1).rejects(2, "", "json"));
    files.add(
        add("other-case.jsonl", object() + "\n" + object().replace("name", "Name") + "\n")
            .refused(
                "header: 7 fields, the contract has 6 (extra field Name (differs from name in upper"
                    + " and lower case))",
                "line 2"));
    files.add(add("blank.jsonl", "\n \n\r\n"));
    files.add(add("cr-only.jsonl", object() + "\r" + object()).refused("line-end: ", "line 1"));
    files.add(
        HostileFile.of(PRODUCT, "utf16.jsonl", object().getBytes(StandardCharsets.UTF_16LE))
            .refused("encoding: a NUL byte", "line 1"));
    files.add(
        HostileFile.of(
                PRODUCT,
                "latin1.jsonl",
                object().replace("Ann", "Zo\u00EB").getBytes(StandardCharsets.ISO_8859_1))
            .refused("encoding: not valid UTF-8", "line 1"));
    files.add(
        HostileFile.of(
                PRODUCT, "one-object-of-8-mb.jsonl", repeated("{\"name\":\"", "SECRET", 8 << 20))
            .refused("record: longer than the limit of 4194304 bytes", "line 1"));
    files.add(
        HostileFile.of(
                PRODUCT, "array-of-8-mb.json", repeated("\n[{\"name\":\"S\"}", ", {}", 8 << 20))
            .refused("json: the file is one JSON array", "line 2"));
    files.add(
        add(
                "fields-are-people.jsonl",
                "{\"SECRET@x.org\":{\"points\":1},\"SECRET@y.org\":{\"points\":2}}")
            .refused("header: 2 fields, of which 0 are", "line 1"));
  }
}
