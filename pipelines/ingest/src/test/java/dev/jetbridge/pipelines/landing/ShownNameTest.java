package dev.jetbridge.pipelines.landing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "channel",
        "tier_code2",
        "Booking Reference",
        "Ticket No.",
        "address_line_10",
        "Größe",
        "amount(EUR)",
        "客户姓名"
      })
  void showsNamesOfColumns(String name) {
    assertThat(ShownName.of(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maria.lopez@example.com",
        "P1234567",
        "971501234567",
        "1984-05-06",
        "Maria Lopez",
        "DE89 3704 0044",
        "a\u0007b",
        "customer name O'Neil",
        "",
        " ",
        "anameofacolumnthatislongerthananybodywouldevergive"
      })
  void tellsTheLengthOnlyOfWhatMayBeAValue(String name) {
    assertThat(ShownName.of(name)).isEqualTo("(" + name.length() + " characters, not shown)");
  }
}
