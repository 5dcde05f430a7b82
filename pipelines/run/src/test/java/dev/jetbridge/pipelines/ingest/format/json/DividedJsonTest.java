package dev.jetbridge.pipelines.ingest.format.json;

import dev.jetbridge.pipelines.ingest.format.text.DividedFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DividedJsonTest {
  @TempDir private Path folder;

  @Test
  void aFileOfJsonLines() throws Exception {
    DividedFile.assertSame(
        folder,
        new JsonLayout("UTF-8"),
        "\uFEFF{\"id\":1}\n\n {\"id\":\"\u00c4\"}\r\n\"\n{}\n{\"id\":2}",
        5);
  }
}
