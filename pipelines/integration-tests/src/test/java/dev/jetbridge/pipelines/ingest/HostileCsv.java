package dev.jetbridge.pipelines.ingest;

import static dev.jetbridge.pipelines.ingest.HostileContent.HEADER;
import static dev.jetbridge.pipelines.ingest.HostileContent.bytes;
import static dev.jetbridge.pipelines.ingest.HostileContent.gzip;
import static dev.jetbridge.pipelines.ingest.HostileContent.joined;
import static dev.jetbridge.pipelines.ingest.HostileContent.repeated;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** CSV files that are damaged, in another encoding, badly quoted or hold values that are none. */
final class HostileCsv {
  static final String PRODUCT = "hostile_csv";

  private final List<HostileFile> files = new ArrayList<>();
  private int id = 1;

  private HostileCsv() {}

  static List<HostileFile> files() throws IOException {
    HostileCsv corpus = new HostileCsv();
    corpus.compression();
    corpus.encodings();
    corpus.lines();
    corpus.quotes();
    corpus.headers();
    corpus.shapes();
    corpus.values();
    corpus.names();
    return corpus.files;
  }

  /** A good record with a key of its own. */
  private String row() {
    return row("SECRET Ann", "12.50", "0.5", "1990-01-31", "2023-01-01T10:00:00Z");
  }

  private String row(String name, String amount, String rate, String born, String seen) {
    return String.join(",", Integer.toString(id++), name, amount, rate, born, seen) + "\n";
  }

  private HostileFile add(String name, byte[] content) {
    return HostileFile.of(PRODUCT, name, content);
  }

  private HostileFile add(String name, String content) {
    return HostileFile.of(PRODUCT, name, content);
  }

  private void compression() throws IOException {
    String text = HEADER + row() + row();
    byte[] good = gzip(text);
    files.add(
        add("truncated.csv.gz", Arrays.copyOf(good, good.length - 12))
            .refused("truncated: the compressed data ends too early", "line 3"));
    files.add(
        add(
                "truncated-checksum.csv.gz",
                Arrays.copyOf(gzip(HEADER + row()), gzip(text).length - 3 - 15))
            .refused("truncated: ", "line"));
    files.add(
        add("truncated-header.csv.gz", Arrays.copyOf(good, 6))
            .refused("truncated: ", "whole file"));
    files.add(
        add("plain.csv.gz", HEADER + row()).refused("gzip: the file is not gzip", "whole file"));
    files.add(
        add("zipped.csv", gzip(HEADER + row())).refused("encoding: not valid UTF-8", "line 1"));
    files.add(
        add("twice-zipped.csv.gz", gzip(gzip(HEADER + row()))).refused("encoding: ", "line 1"));
    files.add(
        add("garbage-behind.csv.gz", joined(gzip(HEADER + row()), bytes("garbage")))
            .refused("gzip: something follows the compressed data", "line"));
    files.add(
        add("zeros-behind.csv.gz", joined(gzip(HEADER + row()), new byte[512]))
            .refused("gzip: something follows the compressed data", "line"));
    files.add(
        add("members.csv.gz", joined(gzip(HEADER + row()), gzip(row()), gzip(""), gzip(row())))
            .loads(3));
    byte[] second = gzip(row());
    files.add(
        add("cut-member.csv.gz", joined(gzip(HEADER + row()), Arrays.copyOf(second, 20)))
            .refused("truncated: ", "line 3"));
    byte[] damaged = gzip(HEADER + row().repeat(100));
    damaged[damaged.length - 6] ^= 1;
    files.add(
        add("wrong-checksum.csv.gz", damaged)
            .refused("gzip: the checksum of the compressed data is wrong", "line"));
    byte[] broken = gzip(HEADER + row().repeat(100));
    Arrays.fill(broken, 20, 40, (byte) 0xFF);
    files.add(add("damaged.csv.gz", broken).refused("gzip: ", "line"));
  }

  private void encodings() {
    Charset utf16 = StandardCharsets.UTF_16LE;
    String text = HEADER + row();
    files.add(
        add("utf16-le-mark.csv", ("\uFEFF" + text).getBytes(utf16))
            .refused(
                "encoding: the file begins with the mark of UTF-16, the contract says UTF-8",
                "line 1"));
    files.add(
        add("utf16-be-mark.csv", ("\uFEFF" + HEADER + row()).getBytes(StandardCharsets.UTF_16BE))
            .refused("encoding: the file begins with the mark of UTF-16", "line 1"));
    files.add(
        add("utf16-le.csv", (HEADER + row()).getBytes(utf16))
            .refused("encoding: a NUL byte", "line 1"));
    files.add(
        add("utf16-be.csv", (HEADER + row()).getBytes(StandardCharsets.UTF_16BE))
            .refused("encoding: a NUL byte", "line 1"));
    files.add(
        add("utf32.csv", (HEADER + row()).getBytes(Charset.forName("UTF-32BE")))
            .refused("encoding: a NUL byte", "line 1"));
    files.add(add("mark.csv", "\uFEFF" + HEADER + row()).loads(1));
    files.add(add("mark-quoted.csv", "\uFEFF\"id\",name,amount,rate,born,seen\n" + row()).loads(1));
    files.add(
        add("mark-in-the-middle.csv", HEADER + row() + "\uFEFF" + HEADER + row())
            .loads(2)
            .rejects(2, "", "header"));
    files.add(
        add("latin1.csv", bad(row(), (byte) 0xEB)).refused("encoding: not valid UTF-8", "line 2"));
    files.add(
        add(
                "mixed.csv",
                joined(
                    bytes(HEADER + row() + "é" + row()),
                    Arrays.copyOfRange(
                        bad(row(), (byte) 0x80), HEADER.length(), HEADER.length() + 30)))
            .refused("encoding: not valid UTF-8", "line 4"));
    files.add(
        add("surrogate.csv", bad(row(), (byte) 0xED, (byte) 0xA0, (byte) 0xBD))
            .refused("encoding: not valid UTF-8", "line 2"));
    files.add(
        add("overlong.csv", bad(row(), (byte) 0xC0, (byte) 0xAF))
            .refused("encoding: not valid UTF-8", "line 2"));
    files.add(
        add("overlong-nul.csv", bad(row(), (byte) 0xC0, (byte) 0x80))
            .refused("encoding: not valid UTF-8", "line 2"));
    files.add(
        add("beyond-unicode.csv", bad(row(), (byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80))
            .refused("encoding: not valid UTF-8", "line 2"));
    files.add(
        add("continuation.csv", bad(row(), (byte) 0x80))
            .refused("encoding: not valid UTF-8", "line 2"));
    byte[] cut = bytes(HEADER + row() + "7,\u20AC");
    files.add(
        add("cut-character.csv", Arrays.copyOf(cut, cut.length - 1))
            .refused("encoding: ends within a UTF-8 character", "line 3"));
    files.add(
        add("nul.csv", bad(row(), (byte) 0))
            .refused("encoding: a NUL byte, which no text has", "line 2"));
    files.add(
        add("lost-block.csv", joined(bytes(HEADER + row()), new byte[4096]))
            .refused("encoding: a NUL byte", "line 3"));
  }

  /** The header and a record in whose name these bytes stand. */
  private static byte[] bad(String row, byte... bytes) {
    int at = row.indexOf("Ann");
    return joined(
        HostileContent.bytes(HEADER + row.substring(0, at)),
        bytes,
        HostileContent.bytes(row.substring(at)));
  }

  private void lines() {
    files.add(
        add("cr-only.csv", (HEADER + row() + row()).replace('\n', '\r'))
            .refused("line-end: a carriage return without a line feed", "line 1"));
    files.add(
        add("cr-within.csv", HEADER + row().replace("Ann", "A\rnn"))
            .refused("line-end: ", "line 2"));
    files.add(add("crlf.csv", (HEADER + row() + row()).replace("\n", "\r\n")).loads(2));
    files.add(
        add(
                "mixed-line-ends.csv",
                HEADER + row().replace("\n", "\r\n") + row() + row().replace("\n", "\r\n"))
            .loads(3));
    files.add(
        add("nel-line-ends.csv", (HEADER + row() + row()).replace('\n', '\u0085'))
            .refused("header: ", "line 1"));
    files.add(
        add("u2028-line-ends.csv", HEADER + (row() + row() + row()).replace('\n', '\u2028'))
            .rejects(1, "", "fields"));
    files.add(
        add("separators-within.csv", HEADER + row().replace("Ann", "A\u0085\u2028\u2029\u000B\fnn"))
            .loads(1));
    files.add(add("no-last-line-end.csv", HEADER + row() + row().strip()).loads(2));
    files.add(
        add("blank-lines.csv", "\n\n" + HEADER + "\n  \n" + row() + "\r\n\t\n" + row() + "\n\n")
            .loads(2)
            .rejects(2, "", "fields"));
    files.add(
        add("dos-end-of-file.csv", HEADER + row() + "\u001A").loads(1).rejects(2, "", "fields"));
    files.add(
        add("tabs-and-controls.csv", HEADER + "\t\n" + row() + " \u0001 \n\u001F\r\n" + row())
            .loads(2)
            .rejects(1, "", "fields")
            .rejects(3, "", "fields")
            .rejects(4, "", "fields"));
    files.add(
        add("hash-record.csv", HEADER + "#" + row() + row()).loads(1).rejects(1, "id", "type"));
    files.add(
        add("only-blank-lines.csv", "\n\r\n  \n").refused("header: the file is empty", "line 1"));
    files.add(add("no-bytes.csv", "").refused("header: the file is empty", "line 1"));
    files.add(add("only-mark.csv", "\uFEFF").refused("header: the file is empty", "line 1"));
    files.add(add("header-only.csv", HEADER));
    files.add(
        HostileFile.of(PRODUCT, "one-line-of-6-mb.csv", repeated(HEADER + "77,", "SECRET", 6 << 20))
            .refused("record: longer than the limit of 4194304 bytes", "line 2"));
  }

  private void quotes() {
    files.add(
        add("never-closed.csv", HEADER + row() + row().replace("SECRET", "\"SECRET") + row())
            .refused("quote: opened and never closed", "line 3"));
    files.add(
        HostileFile.of(
                PRODUCT, "swallowing.csv", repeated(HEADER + "78,\"SECRET", ",1,1\n", 6 << 20))
            .refused("quote: opened and not closed within 4194304 bytes", "line 2"));
    files.add(
        add(
                "text-behind.csv",
                HEADER + row().replace("SECRET Ann", "\"SECRET\"Ann") + row() + row())
            .loads(2)
            .rejects(1, "", "quotes"));
    files.add(
        add(
                "text-behind-lines-and-quotes.csv",
                HEADER
                    + row()
                    + row().replace("SECRET Ann", "\"SECRET\n\"Ann \"x\" \"")
                    + row().replace("SECRET Ann", "\"SECRET\nAnn\"")
                    + row())
            .loads(3)
            .rejects(2, "", "quotes"));
    files.add(
        add(
                "blank-behind-the-last-quote.csv",
                HEADER + row() + row().replace("Z\n", "Z\" \r\n").replace(",2023-01", ",\"2023-01"))
            .loads(1)
            .rejects(2, "", "quotes"));
    files.add(
        add("text-behind-in-header.csv", HEADER.replace("name", "\"na\"me") + row())
            .refused("header: text after a closing quote", "line 1"));
    files.add(
        add(
                "quote-within.csv",
                HEADER + row().replace("Ann", "5\" pipe") + row().replace("Ann", "6\"\" pipe"))
            .loads(2));
    files.add(
        add("doubled.csv", HEADER + row().replace("SECRET Ann", "\"SECRET \"\"Ann\"\"\""))
            .loads(1));
    files.add(
        add(
                "line-feeds-within.csv",
                HEADER + row().replace("SECRET Ann", "\"SECRET\n\nAnn\"") + "  \n" + row())
            .loads(2));
    files.add(
        add(
                "crlf-within.csv",
                HEADER
                    + row().replace("SECRET Ann", "\"SECRET\r\nAnn\"").replace("Z\n", "Z\r\n")
                    + row())
            .loads(2));
    files.add(
        add("cr-within-quotes.csv", HEADER + row().replace("SECRET Ann", "\"SECRET\rAnn\"") + row())
            .loads(2));
    files.add(
        add(
                "bad-among-many-lines.csv",
                HEADER
                    + row().replace("SECRET Ann", "\"SECRET\nAnn\"")
                    + row().replace("12.50", "twelve"))
            .loads(1)
            .rejects(2, "amount", "type"));
    files.add(
        add("space-before-quote.csv", HEADER + row().replace("SECRET Ann", " \"SECRET, Ann\""))
            .rejects(1, "", "fields"));
    files.add(
        add(
                "backslash.csv",
                HEADER
                    + row().replace("Ann", "Ann\\")
                    + row().replace("SECRET Ann", "\"SECRET\\\""))
            .loads(2));
    files.add(add("lone-quotes.csv", HEADER + "\"\"\n" + row()).loads(1).rejects(1, "", "fields"));
  }

  private void headers() {
    files.add(
        add("no-header.csv", row() + row())
            .refused("header: 6 columns, of which 0 are among the 6 of the contract", "line 1"));
    files.add(
        add("semicolons.csv", (HEADER + row()).replace(',', ';'))
            .refused("header: 1 columns, of which 0 are", "line 1"));
    files.add(
        add("tabs.csv", (HEADER + row()).replace(',', '\t'))
            .refused("header: 1 columns, of which 0 are", "line 1"));
    files.add(
        add("header-twice.csv", HEADER.replace("rate", "name") + row())
            .refused("header: ", "line 1"));
    files.add(
        add("header-missing.csv", HEADER.replace(",amount", "") + row())
            .refused("header: ", "line 1"));
    files.add(
        add("header-renamed.csv", HEADER.replace("amount", "ammount") + row())
            .refused("header: ", "line 1"));
    files.add(
        add("header-upper-case.csv", HEADER.toUpperCase(java.util.Locale.ROOT) + row())
            .refused("header: ", "line 1"));
    files.add(
        add("header-look-alike.csv", HEADER.replace("name", "n\u0430me") + row())
            .refused("header: ", "line 1"));
    files.add(
        add("header-of-30000.csv", HEADER.strip() + ",x".repeat(30_000) + "\n")
            .refused("header: ", "line 1"));
    files.add(
        add("header-of-100-kb.csv", "x".repeat(100_000) + "\n" + row())
            .refused("header: 1 columns, of which 0 are", "line 1"));
    files.add(
        add("header-of-2-mb.csv", "x".repeat(2 << 20) + "\n" + row())
            .refused("header: longer than 1048576 bytes", "line 1"));
    header(
        "separator-line",
        "sep=;\n" + HEADER,
        "header: 1 columns, of which 0 are among the 6 of the contract; the line is one that Excel"
            + " writes, {property: skipLines, value: 1} skips it; it says that the delimiter"
            + " is ;, the contract says ,");
    header(
        "title-line",
        "SECRET Bank\n\n" + HEADER,
        "header: 1 columns, of which 0 are among the 6 of the contract; the names of the"
            + " contract are in line 3, {property: skipLines, value: 2} skips what is above");
    header(
        "pipes",
        HEADER.replace(',', '|'),
        "header: 1 columns, of which 0 are among the 6 of the contract; split at | they are, so"
            + " the delimiter in the contract is wrong");
    extra("no-break-space", "name\u00A0", "name<U+00A0>", "a no-break space (U+00A0)", true);
    extra("zero-width", "na\u200Bme", "na<U+200B>me", "an invisible character (U+200B)", true);
    extra("mark-within", "\uFEFFname", "<U+FEFF>name", "an invisible character (U+FEFF)", true);
    extra("case", "Name", "Name", "upper and lower case", true);
    extra(
        "look-alike",
        "n\u0430me",
        "n\u0430me",
        "letters of another alphabet that look the same",
        false);
    header(
        "line-break", HEADER.replace("name", "\"na\nme\""), "header: a line break within a name");
    header(
        "doubled",
        HEADER.strip() + ",name\n",
        "header: 7 columns, the contract has 6 (column name twice, at positions 2 and 7)");
    header(
        "blank",
        HEADER.replace("name", "  "),
        "header: 6 columns, the contract has 6 (column 2 has no name; missing column name)");
    header(
        "blank-at-the-end",
        HEADER.strip() + ",\n",
        "header: 7 columns, the contract has 6 (column 7 has no name; an empty last one is"
            + " ignored with {property: trailingEmptyColumn, value: true})");
    header(
        "value-for-a-name",
        HEADER.strip() + ",SECRET@x.org\n",
        "header: 7 columns, the contract has 6 (extra column (12 characters, not shown))");
  }

  private void header(String name, String header, String reason) {
    files.add(add("header-" + name + "-told.csv", header + row()).refused(reason, "line 1"));
  }

  private void extra(String file, String name, String shown, String words, boolean foldable) {
    header(
        file,
        HEADER.replace("name", name),
        "header: 6 columns, the contract has 6 (extra column "
            + shown
            + " (differs from the missing name in "
            + words
            + (foldable ? "; {property: headerNames, value: normalised} takes it)" : ")")
            + "; missing column name)");
  }

  private void shapes() {
    files.add(
        add("too-many-fields.csv", HEADER + row() + row().replace("\n", ",SECRET\n") + row())
            .loads(2)
            .rejects(2, "", "fields"));
    files.add(
        add("too-few-fields.csv", HEADER + row() + "9,SECRET\n" + row())
            .loads(2)
            .rejects(2, "", "fields"));
    files.add(
        add("trailing-delimiter.csv", HEADER + row().replace("\n", ",\n"))
            .rejects(1, "", "fields"));
    files.add(
        add("30000-fields.csv", HEADER + row() + ",SECRET".repeat(30_000) + "\n" + row())
            .loads(2)
            .rejects(2, "", "fields"));
    files.add(
        add("a-million-delimiters.csv", HEADER + ",".repeat(1_000_000) + "\n" + row())
            .loads(1)
            .rejects(1, "", "fields"));
    files.add(
        add("only-delimiters.csv", HEADER + ",,,,,\n" + row())
            .loads(1)
            .rejects(1, "id", "required"));
    files.add(
        add("header-repeated.csv", HEADER + row() + HEADER + row())
            .loads(2)
            .rejects(2, "", "header"));
  }

  private void values() {
    for (String number :
        List.of(
            "9223372036854775808",
            "1e3",
            "0x1F",
            "1_000",
            "\u0661\u0662",
            "1.0",
            "7\u0007",
            " 7",
            "\u00857",
            "--1",
            "NaN",
            "true")) {
      files.add(
          add(
                  "id-" + files.size() + ".csv",
                  HEADER + row() + number + row().substring(row().indexOf(',')))
              .loads(1)
              .rejects(2, "id", "type"));
    }
    for (String number :
        List.of(
            "123456789.00",
            "1e5",
            "0.005",
            "NaN",
            "Infinity",
            "\"1,000.00\"",
            "\"12,50\"",
            "$5",
            "5 ",
            "($5.00)",
            "12.50-")) {
      rejected("amount", row("SECRET", number, "1", "2000-01-01", "2023-01-01T10:00:00Z"));
    }
    for (String number :
        List.of("NaN", "Infinity", "-Infinity", "1e999", "-1e400", "1e-999", "0x1p3", "5d")) {
      rejected("rate", row("SECRET", "1", number, "2000-01-01", "2023-01-01T10:00:00Z"));
    }
    for (String date :
        List.of(
            "0000-00-00",
            "0000-01-01",
            "2023-01-05 ",
            "2023-02-29",
            "1900-02-29",
            "2023-13-01",
            "2023-1-5",
            "31/12/2023",
            "2023\u201101\u201101",
            "99999-01-01",
            "now")) {
      rejected("born", row("SECRET", "1", "1", date, "2023-01-01T10:00:00Z"));
    }
    for (String time :
        List.of(
            "2023-01-01T24:00:00Z",
            "2016-12-31T23:59:60Z",
            "2023-03-26T02:30:00 Europe/Berlin",
            "2023-01-01T10:00:00+25:00",
            "2023-02-29T10:00:00Z",
            "0000-00-00T00:00:00Z",
            "2023-01-01T10:00:00+05:00Z",
            "2023-01-01T10:00:00+5",
            "2023-01-01T10:2:3Z",
            "2023-01-01T10:00:00.1234567Z",
            "0001-01-01T00:00:00+05:00",
            "9999-12-31T23:59:59-05:00",
            "2023-01-01T10:00:00Z\u2028",
            "2023-01-01",
            "1672567200")) {
      rejected("seen", row("SECRET", "1", "1", "2000-01-01", time));
    }
    String good =
        row("SECRET", "-99999999.99", "-1e300", "2024-02-29", "2024-02-29T23:59:59.999999Z")
            + row("SECRET", "-0.00", "4.9E-324", "2000-02-29", "2023-01-01T10:00:00+14:00")
            + row("SECRET", "1.", ".5", "0001-01-01", "2023-01-01T10:00:00-12:00")
            + row("SECRET", "00012.5", "1e-300", "9999-12-31", "2023-03-26T02:30:00");
    files.add(add("extreme-but-good.csv", HEADER + good).loads(4));
    StringBuilder texts = new StringBuilder(HEADER);
    for (String text : HostileContent.TEXTS) {
      texts.append(row(text, "1", "1", "2000-01-01", "2023-01-01T10:00:00Z"));
    }
    files.add(add("injections.csv", texts.toString()).loads(HostileContent.TEXTS.size()));
  }

  private void rejected(String column, String bad) {
    files.add(
        add(column + "-" + files.size() + ".csv", HEADER + row() + bad + row())
            .loads(2)
            .rejects(2, column, "type"));
  }

  private void names() {
    for (String name : HostileContent.NAMES) {
      files.add(add(name, HEADER + row()).loads(1));
    }
  }
}
