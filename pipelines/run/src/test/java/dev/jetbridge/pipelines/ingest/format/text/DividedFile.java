package dev.jetbridge.pipelines.ingest.format.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.ingest.format.RecordText;
import dev.jetbridge.pipelines.landing.LandedFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Wherever a file is divided, its records are the same, each once, with its number and offset. */
public final class DividedFile {
  private DividedFile() {}

  public static void assertSame(Path folder, RecordLayout layout, String text, int records)
      throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    FileCheck whole = check(folder, layout, bytes, Long.MAX_VALUE, records);
    List<RecordText> expected = read(layout, whole);
    assertThat(expected).hasSize(records);
    assertThat(whole.pieces()).hasSize(1);

    for (int size = 1; size < bytes.length; size++) {
      FileCheck divided = check(folder, layout, bytes, size, records);
      assertThat(read(layout, divided)).as("pieces of %s bytes", size).isEqualTo(expected);
    }
    assertThat(check(folder, layout, bytes, 1, records).pieces())
        .hasSizeGreaterThanOrEqualTo(records);
  }

  private static FileCheck check(
      Path folder, RecordLayout layout, byte[] bytes, long size, int records) throws Exception {
    Path path = folder.resolve("orders_1");
    Files.write(path, bytes);
    RecordCuts cuts = new RecordCuts(layout, size);
    new ByteScan(layout, cuts).scan(new ByteArrayInputStream(bytes), new byte[64]);
    LandedFile file = new LandedFile("hash", "orders_1", "test", bytes.length, "", path.toString());
    return FileCheck.passed(file, records, FileCheck.Columns.NONE, false, 0, List.of(), cuts.all());
  }

  private static List<RecordText> read(RecordLayout layout, FileCheck check) {
    List<RecordText> read = new ArrayList<>();
    check.pieces().forEach(p -> new RecordReader(p, layout).forEachRemaining(read::add));
    return read;
  }
}
