package dev.jetbridge.pipelines.ingest.format.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.pipelines.ingest.format.FileFault;
import dev.jetbridge.pipelines.ingest.format.text.ByteScan;
import dev.jetbridge.pipelines.ingest.format.text.RecordListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteScanTest {
  private static final CsvLayout CSV = layout("UTF-8");
  private static final RecordListener NOBODY = (bytes, from, to, end, blank) -> {};

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 64})
  void countsRecordsAndTheirEndsWhateverTheBufferSize(int buffer) throws Exception {
    String text = "h1,h2\r\n1,\"x\ny\"\"z\"\r\n\r\n  \n2,äöü€😀\n3,\"\"";
    List<Long> ends = new ArrayList<>();
    CsvEnds csv = CSV.ends();

    ByteScan scan = new ByteScan(CSV, csv, ended(ends));
    scan.scan(bytes(text), new byte[buffer]);

    assertThat(scan.records()).isEqualTo(4);
    assertThat(csv.unlikeSpark()).isTrue();
    assertThat(ends.get(0)).isEqualTo(7);
    assertThat(ends.get(3)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 1000})
  void agreesWithJavaOnWhatIsUtf8(int buffer) {
    Random random = new Random(1);
    for (int i = 0; i < 3000; i++) {
      byte[] noise = new byte[1 + random.nextInt(6)];
      random.nextBytes(noise);
      for (int b = 0; b < noise.length; b++) {
        // Quotes, line ends and blanks are judged elsewhere.
        noise[b] = noise[b] >= 0 && noise[b] <= '"' ? (byte) 'x' : noise[b];
      }
      boolean valid = isUtf8(noise);

      boolean accepted = scans(noise, buffer);

      assertThat(accepted).as("bytes %s", java.util.Arrays.toString(noise)).isEqualTo(valid);
    }
  }

  @Test
  void refusesAQuoteThatIsNeverClosedAtTheLineWhereItOpens() {
    assertThatThrownBy(
            () -> new ByteScan(CSV, NOBODY).scan(bytes("a,b\n1,2\n3,\"x\n4,5\n"), new byte[16]))
        .isInstanceOf(FileFault.class)
        .hasMessage("quote: opened and never closed")
        .extracting("place")
        .isEqualTo("line 3");
  }

  @Test
  void takesTextBehindAClosingQuoteForAFaultOfItsRecordAlone() throws Exception {
    CsvEnds csv = CSV.ends();
    ByteScan scan = new ByteScan(CSV, csv, NOBODY);

    scan.scan(bytes("a\n\"x\"y\"\n\"z\nz\"\n"), new byte[16]);

    assertThat(scan.records()).isEqualTo(3);
    assertThat(csv.unlikeSpark()).isTrue();
  }

  @Test
  void refusesABrokenHeaderAndALoneCarriageReturn() {
    assertThatThrownBy(() -> new ByteScan(CSV, NOBODY).scan(bytes("\"a\"b\n1\n"), new byte[16]))
        .hasMessage("header: text after a closing quote");
    assertThatThrownBy(() -> new ByteScan(CSV, NOBODY).scan(bytes("a\rb\n"), new byte[16]))
        .hasMessage("line-end: a carriage return without a line feed");
  }

  @Test
  void takesAQuoteInsideAnUnquotedFieldAsText() throws Exception {
    ByteScan scan = new ByteScan(CSV, NOBODY);

    scan.scan(bytes("a\n5\" pipe\n6\" pipe\n"), new byte[16]);

    assertThat(scan.records()).isEqualTo(3);
  }

  private static RecordListener ended(List<Long> ends) {
    return (bytes, from, to, end, blank) -> {
      if (!blank) {
        ends.add(end);
      }
    };
  }

  private static boolean scans(byte[] content, int buffer) {
    try {
      new ByteScan(CSV, NOBODY).scan(new ByteArrayInputStream(content), new byte[buffer]);
      return true;
    } catch (FileFault | IOException e) {
      return false;
    }
  }

  private static boolean isUtf8(byte[] content) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(content));
      return true;
    } catch (java.nio.charset.CharacterCodingException e) {
      return false;
    }
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static CsvLayout layout(String encoding) {
    return new CsvLayout(',', '"', '"', encoding, true, 0, false, null);
  }
}
