package dev.jetbridge.pipelines.ingest.format.json;

import dev.jetbridge.pipelines.ingest.format.text.RecordLayout;
import java.nio.charset.Charset;

/** JSON lines in an encoding. */
record JsonLayout(String encoding) implements RecordLayout {
  @Override
  public Charset charset() {
    return Charset.forName(encoding);
  }
}
