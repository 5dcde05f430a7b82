package dev.jetbridge.pipelines.ingest;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of senders who write something above the header, names in their own way, a delimiter too
 * many and a trailer that looks like a comment; and of one who writes no header.
 */
final class HostileLayout {
  static final String ABOVE = "hostile_above";
  static final String BARE = "hostile_bare";

  /** What the contract of the first says. */
  static final String ABOVE_PROPERTIES =
      """
        - {property: encoding, value: latin1}
        - {property: skipLines, value: 2}
        - {property: headerNames, value: normalised}
        - {property: trailingEmptyColumn, value: true}
        - {property: trailer, value: {marker: '#END', countField: 2}}
      """;

  static final String BARE_PROPERTIES =
      """
        - {property: header, value: false}
        - {property: driftPolicy, value: {newColumns: ignore}}
      """;

  private static final Charset LATIN = StandardCharsets.ISO_8859_1;
  private static final String TITLE = "SECRET \"Report\n\n";
  private static final String HEADER = "ID;\u00A0Name;AMOUNT ;Rate;born;Seen;\n";

  private final List<HostileFile> files = new ArrayList<>();
  private int id = 1;

  private HostileLayout() {}

  static List<HostileFile> files() {
    HostileLayout corpus = new HostileLayout();
    corpus.above();
    corpus.bare();
    return corpus.files;
  }

  private String row(char delimiter) {
    return row(delimiter, "SECRET Zo\u00EB");
  }

  private String row(char delimiter, String name) {
    return String.join(
        String.valueOf(delimiter),
        Integer.toString(id++),
        name,
        "12.50",
        "0.5",
        "1990-01-31",
        "2023-01-01T10:00:00Z");
  }

  private HostileFile add(String name, String content) {
    return HostileFile.of(ABOVE, name + ".csv", content.getBytes(LATIN));
  }

  private void above() {
    files.add(add("right", TITLE + HEADER + row(';') + ";\n" + row(';') + ";\n#END;2\n").loads(2));
    files.add(
        add("crlf", (TITLE + HEADER + row(';') + ";\n#END;1;\n").replace("\n", "\r\n")).loads(1));
    files.add(
        add(
                "many-lines",
                TITLE + HEADER + row(';', "\"SECRET\nx\"") + ";\nbad\n" + row(';') + ";\n#END;3\n")
            .loads(2)
            .rejects(2, "", "fields"));
    files.add(
        add("filled", TITLE + HEADER + row(';') + ";\n" + row(';') + ";SECRET\n#END;2\n")
            .loads(1)
            .rejects(2, "", "fields"));
    files.add(
        add("only-records-trail", TITLE + HEADER.replace(";\n", "\n") + row(';') + ";\n#END;1\n")
            .loads(1));
    files.add(add("only-header-trails", TITLE + HEADER + row(';') + "\n#END;1\n").loads(1));
    files.add(
        add("header-again", TITLE + HEADER + row(';') + ";\n" + HEADER + row(';') + ";\n#END;3\n")
            .loads(2)
            .rejects(2, "", "header"));
    files.add(
        add("hash-record", TITLE + HEADER + "#" + row(';') + ";\n#END;1\n")
            .rejects(1, "id", "type"));
    files.add(add("no-records", TITLE + HEADER + "#END;0\n"));
    files.add(
        add("lies", TITLE + HEADER + row(';') + ";\n#END;2\n")
            .refused("trailer: the file has 1 records, its trailer states 2", "last line"));
    files.add(
        add("title-of-four", "SECRET\nx\n" + TITLE + HEADER + row(';') + ";\n#END;1\n")
            .refused(
                "header: 1 columns, of which 0 are among the 6 of the contract; the names of"
                    + " the contract are in line 5, {property: skipLines, value: 4}",
                "line 3"));
    files.add(
        add("no-more-than-a-title", TITLE)
            .refused("trailer: the last record does not begin with #END", "last line"));
    files.add(
        add("both-names", TITLE + HEADER.replace("Rate", "name") + row(';') + ";\n#END;1\n")
            .refused("header: 6 columns, the contract has 6 (column name twice", "line 3"));
    files.add(
        HostileFile.of(
                ABOVE,
                "windows.csv",
                (TITLE + HEADER + row(';', "\u201CSECRET\u201D \u00EB") + ";\n#END;1\n")
                    .getBytes(Charset.forName("windows-1252")))
            .refused(
                "encoding: byte 0x93 is a control character in ISO-8859-1 and a quotation mark in"
                    + " windows-1252",
                "line 4"));
  }

  private HostileFile bare(String name, String content) {
    return HostileFile.of(BARE, name + ".csv", content);
  }

  private void bare() {
    files.add(bare("bare", row(',') + "\n" + row(',')).loads(2));
    files.add(bare("bare-mark", "\uFEFF" + row(',') + "\r\n\r\n" + row(',') + "\r\n").loads(2));
    files.add(
        bare("bare-many-lines", row(',', "\"SECRET\nx\"") + "\nbad\n" + row(',') + "\n")
            .loads(2)
            .rejects(2, "", "fields"));
    files.add(
        bare("with-header", HostileContent.HEADER + row(',') + "\n")
            .loads(1)
            .rejects(1, "id", "type"));
    files.add(bare("wider", row(',') + ",SECRET,\n" + row(',') + ",,SECRET\n").loads(2));
    files.add(
        bare("narrower", "1,SECRET,1\n2,SECRET,1\n")
            .refused("header: 3 columns, the contract has 6 (missing column seen", "line 1"));
    files.add(
        bare("first-is-broken", "bad\n" + row(',') + "\n" + row(',') + "\n")
            .loads(2)
            .rejects(1, "", "fields"));
    files.add(bare("bare-nothing", ""));
  }
}
