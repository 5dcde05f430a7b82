package dev.jetbridge.pipelines.ingest.format.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.pipelines.ingest.format.FileFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingCheckTest {
  private static final String PROPERTY = "the contract must say {property: encoding, value: %s}";

  @ParameterizedTest
  @CsvSource({
    "ISO-8859-1, windows-1252, \u201Cquoted\u201D, 0x93, a quotation mark",
    "ISO-8859-15, windows-1252, Ren\u00E9 \u2013 10, 0x96, a dash",
    "ISO-8859-1, windows-1252, 10 \u20AC, 0x80, a currency sign",
    "ISO-8859-2, windows-1250, \u0160koda \u00ED, 0x8A, a letter",
    "ISO-8859-5, windows-1251, \u0402\u0430, 0x80, a letter"
  })
  void refusesControlCharactersThatWindowsHasLettersFor(
      String stated, String written, String text, String hex, String kind) throws IOException {
    String fault = fault(stated, ("id\nplain\n" + text + "\n").getBytes(Charset.forName(written)));

    assertThat(fault)
        .isEqualTo(
            "encoding: byte %s is a control character in %s and %s in %s; if the sender writes %s, "
                    .formatted(hex, stated, kind, written, written)
                + PROPERTY.formatted(written)
                + " @ line 3");
  }

  @ParameterizedTest
  @CsvSource({
    "ISO-8859-1, Ren\u00E9 \u20AC",
    "windows-1252, \u00C1lvaro",
    "windows-1251, \u041C\u0430\u0440\u0438\u044F",
    "x-MacRoman, \u0623\u062D\u0645\u062F",
    "US-ASCII, \uD83D\uDE00"
  })
  void refusesUtf8ThatIsTakenForSingleBytes(String stated, String text) throws IOException {
    byte[] bytes = ("id\nplain\n" + text + "\n").getBytes(StandardCharsets.UTF_8);

    assertThat(fault(stated, bytes))
        .isEqualTo(
            "encoding: the contract says "
                + stated
                + ", the bytes beyond ASCII are UTF-8 throughout; if the sender writes UTF-8, "
                + PROPERTY.formatted("UTF-8")
                + " @ line 3");
  }

  @ParameterizedTest
  @CsvSource({
    "ISO-8859-1, Ren\u00E9 B\u00FCrger \u00A9",
    "ISO-8859-1, \u00C3\u00A9 and \u00E9",
    "windows-1252, \u20AC 5 \u2013 \u201Cx\u201D",
    "ISO-8859-15, \u20AC",
    "KOI8-R, \u041C\u0430\u0440\u0438\u044F",
    "windows-1256, \u0623\u062D\u0645\u062F",
    "US-ASCII, plain"
  })
  void takesWhatIsText(String charset, String text) throws IOException {
    assertThat(fault(charset, ("id\n" + text + "\n").getBytes(Charset.forName(charset)))).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0xE9, 0x93})
  void saysWhatWouldReadBytesThatAreNotUtf8(int value) throws IOException {
    byte[] bytes = "id\nx!x\n".getBytes(StandardCharsets.UTF_8);
    bytes[4] = (byte) value;

    assertThat(fault("UTF-8", bytes))
        .startsWith("encoding: not valid UTF-8: byte 0x%X; if the sender writes".formatted(value))
        .contains(PROPERTY.formatted("windows-1252"))
        .endsWith("line 2");
    assertThat(fault("US-ASCII", bytes)).startsWith("encoding: not valid US-ASCII: byte 0x");
  }

  @ParameterizedTest
  @CsvSource({"UTF-16LE, UTF-8", "UTF-16BE, ISO-8859-1", "UTF-16LE, windows-1252"})
  void namesUtf16WithoutAMark(String written, String stated) throws IOException {
    assertThat(fault(stated, "id,name\n1,Ann\n".getBytes(Charset.forName(written))))
        .startsWith("encoding: a NUL byte, which no text has; the file looks like UTF-16");
    assertThat(fault(stated, "id,name\n1,A\0nn\n".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo("encoding: a NUL byte, which no text has @ line 2");
  }

  private static RecordLayout in(String encoding) {
    return new RecordLayout() {
      @Override
      public Charset charset() {
        return Charset.forName(encoding);
      }
    };
  }

  /** Reason and place; null when the bytes are text. */
  private static String fault(String encoding, byte[] bytes) throws IOException {
    for (int buffer : new int[] {3, 1 << 12}) {
      try {
        new ByteScan(in(encoding), (text, from, to, end, blank) -> {})
            .scan(new ByteArrayInputStream(bytes), new byte[buffer]);
      } catch (FileFault e) {
        if (buffer > 3) {
          return e.getMessage() + " @ " + e.place();
        }
      }
    }
    return null;
  }
}
