package dev.jetbridge.pipelines.ingest.format.csv;

import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.ingest.format.text.DividedFile;
import java.nio.file.Path;
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
    DividedFile.assertSame(folder, layout(), HEADER + ROWS.repeat(2), 12);
    DividedFile.assertSame(folder, layout(), "\uFEFF\n" + HEADER + ROWS + "7,Dan,,,", 7);
  }

  @Test
  void aFileWithLinesToSkipAndATrailer() throws Exception {
    DividedFile.assertSame(
        folder,
        layout(
            "{property: skipLines, value: 2}",
            "{property: trailer, value: {marker: END, countField: 2}}"),
        "\uFEFFA \"title\n\n" + HEADER + ROWS.repeat(2) + "END,12\n\n",
        12);
  }

  @Test
  void aFileWithoutAHeader() throws Exception {
    DividedFile.assertSame(
        folder,
        layout("{property: skipLines, value: 1}", "{property: header, value: false}"),
        "# a title\n" + ROWS,
        6);
  }

  private static CsvLayout layout(String... customProperties) {
    return CsvLayout.of(ordersIn("pieces", "orders_*", "csv", customProperties));
  }
}
