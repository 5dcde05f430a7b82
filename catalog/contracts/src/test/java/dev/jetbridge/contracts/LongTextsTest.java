package dev.jetbridge.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.ValueFormat.NumberFormat;
import dev.jetbridge.contracts.ValueFormat.Percent;
import dev.jetbridge.contracts.pattern.FileGlob;
import dev.jetbridge.contracts.value.TextValue;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

/** No text of a sender keeps a reader of values or a comparison of names busy. */
class LongTextsTest {
  private static final ValueFormat AMOUNTS =
      ValueFormat.PLAIN.with(
          new NumberFormat(',', '.', true, List.of("$", "EUR"), Percent.FRACTION, true, false));

  @Test
  void readsNoValueLongerThanASecond() {
    List.of(
            TextValue.of(DataTypes.LongType, Optional.empty(), AMOUNTS),
            TextValue.of(DataTypes.createDecimalType(38, 10), Optional.empty()).untrimmed(),
            TextValue.of(DataTypes.DoubleType, Optional.empty()),
            TextValue.of(DataTypes.BooleanType, Optional.empty()),
            TextValue.of(DataTypes.DateType, Optional.of("d MMM yyyy")),
            TextValue.of(DataTypes.TimestampType, Optional.empty()),
            TextValue.of(DataTypes.TimestampType, Optional.of("yyyy-MM-dd HH:mm:ss.SSSSSSVV")))
        .forEach(
            value ->
                LongTexts.eachInASecond(
                    value.expectation(),
                    text -> {
                      if (!value.test(text)) {
                        assertThat(value.reason(text)).hasSizeLessThan(300);
                      }
                    }));
  }

  @Test
  void comparesNoNameLongerThanASecond() {
    List<String> columns = List.of("id", "account_no", "a".repeat(300));
    UnaryOperator<String> meant = HeaderNames.NORMALISED.among(columns);
    LongTexts.eachInASecond(
        "normalised names", text -> assertThat(meant.apply(text)).isEqualTo(text));
    LongTexts.eachInASecond("the nearest name", text -> NearestName.of(text, columns));
    FileGlob glob = new FileGlob("*a*.*_{a,b}*[0-9].csv");
    LongTexts.eachInASecond("a glob", glob::fits);
  }

  @Test
  void namesWithAFewMarksAreComposedAndThoseWithVeryManyStay() {
    assertThat(HeaderNames.composed("Zoe\u0308")).isEqualTo("Zo\u00EB");
    String marks = "e" + "\u0301".repeat(31);
    assertThat(HeaderNames.composed(marks)).isEqualTo(marks);
    assertThat(NearestName.of("account", List.of("acount", "amount"))).contains("acount");
    assertThat(NearestName.of("account_number", List.of("account"))).isEmpty();
    assertThat(NearestName.of("acc", List.of("account"))).contains("account");
  }
}
