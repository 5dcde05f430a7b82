package dev.jetbridge.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.mesh.ContractLoader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingsTest {
  private static final String LINE = "a,\"b\";|\t1.50-~\\^`{}\r\n";

  @Test
  void readsNoCharsetInWhichAByteOfAsciiMayMeanSomethingElse() {
    Map<String, Charset> read = new TreeMap<>();
    for (Charset charset : Charset.availableCharsets().values()) {
      if (Encodings.unreadable(charset).isEmpty()) {
        read.put(charset.name(), charset);
      }
    }

    assertThat(read.keySet())
        .contains("UTF-8", "US-ASCII", "ISO-8859-1", "ISO-8859-15", "windows-1252")
        .contains("windows-1251", "KOI8-R", "IBM850", "x-MacRoman", "TIS-620")
        .doesNotContain(
            "Shift_JIS", "GBK", "Big5", "GB18030", "EUC-JP", "CESU-8", "UTF-16", "IBM037");
    for (Charset charset : read.values()) {
      for (int lead = 0x80; lead <= 0xFF && !charset.equals(StandardCharsets.UTF_8); lead++) {
        byte[] line = ("x" + LINE).getBytes(StandardCharsets.US_ASCII);
        line[0] = (byte) lead;
        assertThat(new String(line, charset)).as("%s %x", charset, lead).endsWith(LINE);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"latin1,ISO-8859-1", "cp1252,windows-1252", "utf8,UTF-8", "l9,ISO-8859-15"})
  void keepsTheCanonicalNameOfAnAlias(String alias, String name) {
    String yaml = Sample.SOURCE.replace("value: ISO-8859-1", "value: " + alias);

    assertThat(ContractLoader.parse(yaml, "x").source().orElseThrow().encoding()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Account No",
        " account_no ",
        "ACCOUNT\u00A0NO",
        "account__no",
        "\uFEFFAccount \u2009No",
        "Acco\u200Bunt no"
      })
  void normalisesWhatTheEyeTakesForTheSame(String written) {
    assertThat(HeaderNames.NORMALISED.among(List.of("id", "account_no")).apply(written))
        .isEqualTo("account_no");
    assertThat(HeaderNames.EXACT.among(List.of("id", "account_no")).apply(written))
        .isEqualTo(written);
    assertThat(HeaderNames.NORMALISED.among(List.of("strasse")).apply("Stra\u00DFe"))
        .isEqualTo("strasse");
    assertThat(HeaderNames.NORMALISED.among(List.of("zo\u00EB")).apply("Zoe\u0308"))
        .isEqualTo("zo\u00EB");
    assertThat(HeaderNames.NORMALISED.among(List.of("account_no")).apply("accountno"))
        .isEqualTo("accountno");
  }
}
