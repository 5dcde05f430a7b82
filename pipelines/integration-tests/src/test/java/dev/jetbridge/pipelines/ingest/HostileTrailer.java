package dev.jetbridge.pipelines.ingest;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of another dialect: semicolons, a backslash before quotes, Windows-1252 and a trailer that
 * counts.
 */
final class HostileTrailer {
  static final String PRODUCT = "hostile_trailer";

  private static final Charset CHARSET = Charset.forName("windows-1252");
  private static final String HEADER = HostileContent.HEADER.replace(',', ';');

  private final List<HostileFile> files = new ArrayList<>();
  private int id = 1;

  private HostileTrailer() {}

  static List<HostileFile> files() {
    HostileTrailer corpus = new HostileTrailer();
    corpus.trailers();
    corpus.dialect();
    return corpus.files;
  }

  private String row() {
    return row("SECRET Zo\u00EB \u20AC");
  }

  private String row(String name) {
    return id++ + ";" + name + ";12.50;0.5;1990-01-31;2023-01-01T10:00:00Z\n";
  }

  private HostileFile add(String name, String content) {
    return HostileFile.of(PRODUCT, name + ".csv", content.getBytes(CHARSET));
  }

  private void trailers() {
    files.add(add("right", HEADER + row() + row() + "END;2\n").loads(2));
    files.add(add("padded", HEADER + row() + "END;000001\r\n\r\n").loads(1));
    files.add(add("quoted", HEADER + row() + "\"END\";\"1\"").loads(1));
    files.add(add("as-wide-as-the-header", HEADER + row() + "END;1;;;;\n").loads(1));
    files.add(
        add("with-many-lines", HEADER + row("\"SECRET\nEND;1\"") + row("\"a \\\" b\"") + "END;2\n")
            .loads(2));
    files.add(
        add("none", HEADER + row())
            .refused("trailer: the last record does not begin with END", "last line"));
    files.add(
        add("lies", HEADER + row() + row() + "END;3\n")
            .refused("trailer: the file has 2 records, its trailer states 3", "last line"));
    files.add(
        add("counts-header", HEADER + row() + "END;2\n")
            .refused("trailer: the file has 1 records, its trailer states 2", "last line"));
    files.add(
        add("twice", HEADER + row() + "END;1\n" + row() + "END;3\n")
            .refused("trailer: 2 records begin with END, only the last one may", "line 3"));
    files.add(
        add("doubled", HEADER + row() + "END;1\nEND;2\n")
            .refused("trailer: 2 records begin with END", "line 3"));
    files.add(
        add("in-the-middle", HEADER + "END;1\n" + row())
            .refused("trailer: the last record does not begin with END", "last line"));
    files.add(
        add("without-count", HEADER + row() + "END\n")
            .refused("trailer: no count in field 2", "last line"));
    files.add(
        add("count-in-words", HEADER + row() + "END;SECRET\n")
            .refused("trailer: no count in field 2", "last line"));
    files.add(
        add("negative-count", HEADER + row() + "END;-1\n")
            .refused("trailer: no count in field 2", "last line"));
    files.add(
        add("huge-count", HEADER + row() + "END;99999999999999999999\n")
            .refused("trailer: no count in field 2", "last line"));
    files.add(add("alone", "END;0\n").refused("header: the file has a trailer only", "line 1"));
    files.add(add("header-and-trailer", HEADER + "END;0\n"));
    files.add(
        add("record-like-a-trailer", HEADER + row() + "ENDING;SECRET\n" + "END;2\n")
            .loads(1)
            .rejects(2, "", "fields"));
    files.add(
        add("tabs-behind", HEADER + row() + "END;1\n\t\n")
            .refused("trailer: the last record does not begin with END", "last line"));
    files.add(
        add("other-case", HEADER + row() + "end;1\n")
            .refused("trailer: the last record does not begin with END", "last line"));
  }

  private void dialect() {
    files.add(add("escaped-backslash", HEADER + row("\"SECRET\\\\\"") + "END;1\n").loads(1));
    files.add(add("escaped-line-feed", HEADER + row("\"SECRET\\\n\"") + "END;1\n").loads(1));
    files.add(
        add("doubled-quote", HEADER + row("\"SECRET\"\"\"") + "END;1\n").rejects(1, "", "quotes"));
    files.add(
        HostileFile.of(
                PRODUCT,
                "undefined-byte.csv",
                (HEADER + row("\u0081") + "END;1\n").getBytes(StandardCharsets.ISO_8859_1))
            .refused("encoding: not valid windows-1252", "line 2"));
    files.add(
        HostileFile.of(
                PRODUCT, "utf8.csv", (HEADER + row() + "END;1\n").getBytes(StandardCharsets.UTF_8))
            .refused(
                "encoding: the contract says windows-1252, the bytes beyond ASCII are UTF-8"
                    + " throughout",
                "line 2"));
    files.add(
        HostileFile.of(
                PRODUCT,
                "utf8-mark.csv",
                ("\uFEFF" + HEADER + row() + "END;1\n").getBytes(StandardCharsets.UTF_8))
            .refused(
                "encoding: the file begins with the mark of UTF-8, the contract says windows-1252",
                "line 1"));
    files.add(
        HostileFile.of(
                PRODUCT,
                "utf16.csv",
                (HEADER + row() + "END;1\n").getBytes(StandardCharsets.UTF_16LE))
            .refused("encoding: a NUL byte", "line 1"));
    files.add(
        HostileFile.of(PRODUCT, "empty.csv.gz", new byte[0])
            .refused("gzip: an empty file is not gzip", "whole file"));
    files.add(
        add("commas", (HEADER + row()).replace(';', ',') + "END;1\n")
            .refused("header: 1 columns, of which 0 are", "line 1"));
  }
}
