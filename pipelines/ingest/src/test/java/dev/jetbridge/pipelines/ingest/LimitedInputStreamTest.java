package dev.jetbridge.pipelines.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

class LimitedInputStreamTest {
  @Test
  void givesAsMuchAsIsAllowedAndFailsBeyond() throws IOException {
    try (InputStream allowed = limited(100)) {
      assertThat(allowed.readAllBytes()).hasSize(100);
    }
    try (InputStream more = limited(101)) {
      assertThatThrownBy(more::readAllBytes)
          .isInstanceOf(ZipException.class)
          .hasMessage("it inflates to more than the limit of 100 bytes");
    }
  }

  @Test
  void aCompressedFileMayInflateTwoHundredfoldAndASmallOneToMore() {
    assertThat(BytePass.limit(20)).isEqualTo(256L << 20);
    assertThat(BytePass.limit(2 << 20)).isEqualTo(400L << 20);
  }

  private static InputStream limited(int bytes) {
    return new LimitedInputStream(new ByteArrayInputStream(new byte[bytes]), 100);
  }
}
