package dev.jetbridge.pipelines.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.landing.LandedFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wherever a file is divided, its records are the same, each once, with its number and offset. */
class RecordReaderTest extends LakeTest {
  private static final String HEADER = "id,customer,amount,action,changed_at\n";

  /** Line breaks in quotes, blank lines, broken quotes, tabs only, characters of two bytes. */
  private static final String ROWS =
      "1,\"Ann\nLee\n\",1.00,U,x\r\n\n2,Ben,\"1,\"\"5\",U,x\n  \n3,\u00c4nne,1.00,U,\"\"\n"
          + "4,\"Cid\"x,,,\n\t\n\r\n5,,,,\n";

  @TempDir private Path folder;

  @Test
  void aFileWithAHeader() throws Exception {
    assertSame(layout("csv"), HEADER + ROWS.repeat(2), 12);
    assertSame(layout("csv"), "\uFEFF\n" + HEADER + ROWS + "7,Dan,,,", 7);
  }

  @Test
  void aFileWithLinesToSkipAndATrailer() throws Exception {
    assertSame(
        layout(
            "csv",
            "{property: skipLines, value: 2}",
            "{property: trailer, value: {marker: END, countField: 2}}"),
        "\uFEFFA \"title\n\n" + HEADER + ROWS.repeat(2) + "END,12\n\n",
        12);
  }

  @Test
  void aFileWithoutAHeader() throws Exception {
    assertSame(
        layout("csv", "{property: skipLines, value: 1}", "{property: header, value: false}"),
        "# a title\n" + ROWS,
        6);
  }

  @Test
  void aFileOfJsonLines() throws Exception {
    assertSame(layout("json"), "\uFEFF{\"id\":1}\n\n {\"id\":\"\u00c4\"}\r\n\"\n{}\n{\"id\":2}", 5);
  }

  private static FileLayout layout(String format, String... customProperties) {
    return FileLayout.of(ordersIn("pieces", "orders_*", format, customProperties));
  }

  private void assertSame(FileLayout layout, String text, int records) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    FileCheck whole = check(layout, bytes, Long.MAX_VALUE, records);
    List<RecordReader.Text> expected = read(layout, whole);
    assertThat(expected).hasSize(records);
    assertThat(whole.pieces()).hasSize(1);

    for (int size = 1; size < bytes.length; size++) {
      FileCheck divided = check(layout, bytes, size, records);
      assertThat(read(layout, divided)).as("pieces of %s bytes", size).isEqualTo(expected);
    }
    assertThat(check(layout, bytes, 1, records).pieces()).hasSizeGreaterThanOrEqualTo(records);
  }

  private FileCheck check(FileLayout layout, byte[] bytes, long size, int records)
      throws Exception {
    Path path = folder.resolve("orders_1");
    Files.write(path, bytes);
    RecordCuts cuts = new RecordCuts(layout, size);
    ByteScan scan = new ByteScan(layout, cuts::accept);
    scan.scan(new ByteArrayInputStream(bytes), new byte[64]);
    LandedFile file = new LandedFile("hash", "orders_1", "test", bytes.length, "", path.toString());
    return FileCheck.passed(file, records, List.of(), List.of(), scan, List.of(), cuts.all());
  }

  private static List<RecordReader.Text> read(FileLayout layout, FileCheck check) {
    List<RecordReader.Text> read = new ArrayList<>();
    check.pieces().forEach(p -> new RecordReader(p, layout).forEachRemaining(read::add));
    return read;
  }
}
