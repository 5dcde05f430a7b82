package dev.jetbridge.contracts.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.ValueFormat.NumberFormat;
import dev.jetbridge.contracts.ValueFormat.Percent;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

/** Texts as values, against the libraries of Java on many texts made at random. */
class TextValueTest {
  private static final DataType MONEY = DataTypes.createDecimalType(10, 2);

  private final Random random = new Random(12);

  @Test
  void takesNumbersOfTheFormThatTheirPatternSays() {
    check(DataTypes.IntegerType, "[+-]?\\d{1,4}");
    check(MONEY, "[+-]?(\\d{1,4}(\\.\\d{0,2})?|\\.\\d{1,2})");
    check(DataTypes.DoubleType, "[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");
    check(DataTypes.BooleanType, "(?i:true|false)");
  }

  private void check(DataType type, String form) {
    Pattern pattern = Pattern.compile(form);
    TextValue value = TextValue.of(type, Optional.empty());
    String signs = type == DataTypes.BooleanType ? "trueFALSE" : "00127+-.eE\n \u0085\u2028";
    for (int i = 0; i < 50_000; i++) {
      String text = text(signs, 4);
      if (!text.isEmpty()) {
        assertThat(value.test(text)).as(text).isEqualTo(pattern.matcher(text).matches());
      }
    }
    for (String word : List.of("true", "False", "TRUE", "truE")) {
      assertThat(value.test(word)).isEqualTo(type == DataTypes.BooleanType);
    }
  }

  @Test
  void readsDoublesAsJavaDoes() {
    FloatingText doubles = FloatingText.of(DataTypes.DoubleType);
    FloatingText floats = FloatingText.of(DataTypes.FloatType);
    for (int i = 0; i < 200_000; i++) {
      String digits = String.valueOf(random.nextLong() >>> random.nextInt(1, 64));
      int point = random.nextInt(digits.length() + 1);
      String text =
          (random.nextBoolean() ? "-" : "")
              + digits.substring(0, point)
              + (random.nextInt(3) == 0 && point > 0 ? "" : ".")
              + digits.substring(point)
              + (random.nextBoolean() ? "" : "e" + (random.nextInt(700) - 350));
      double expected = Double.parseDouble(text);
      boolean held = Double.isFinite(expected) && (expected != 0 || digits.equals("0"));
      assertThat(doubles.apply(UTF8String.fromString(text)))
          .as(text)
          .isEqualTo(held ? (Object) expected : null);
      float nearest = Float.parseFloat(text);
      boolean heldAsFloat = Float.isFinite(nearest) && (nearest != 0 || digits.equals("0"));
      assertThat(floats.apply(UTF8String.fromString(text)))
          .as(text)
          .isEqualTo(heldAsFloat ? (Object) nearest : null);
    }
  }

  private String text(String signs, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(signs.charAt(random.nextInt(signs.length())));
    }
    return text.toString();
  }

  @Test
  void readsEveryDayOfTheCalendarAsJavaDoes() {
    for (int i = 0; i < 200_000; i++) {
      String text =
          "%04d-%02d-%02d"
              .formatted(random.nextInt(10_000), random.nextInt(14), random.nextInt(33));
      Integer expected = null;
      try {
        LocalDate date = LocalDate.parse(text);
        expected = date.getYear() < 1 ? null : (Integer) (int) date.toEpochDay();
      } catch (DateTimeException e) {
        assertThat(e).hasMessageContaining(text);
      }
      assertThat(IsoText.day(UTF8String.fromString(text))).as(text).isEqualTo(expected);
    }
  }

  @Test
  void readsInstantsAsJavaDoes() {
    for (int i = 0; i < 20_000; i++) {
      OffsetDateTime time =
          OffsetDateTime.of(
              random.nextInt(1, 10_000),
              random.nextInt(1, 13),
              random.nextInt(1, 29),
              random.nextInt(24),
              random.nextInt(60),
              random.nextInt(60),
              random.nextInt(1_000_000) * 1_000,
              ZoneOffset.ofTotalSeconds(60 * random.nextInt(-1_080, 1_081)));
      String text = time.toString();
      int year = time.withOffsetSameInstant(ZoneOffset.UTC).getYear();
      Long expected =
          year < 1 || year > 9999
              ? null
              : (Long) (time.toEpochSecond() * 1_000_000 + time.getNano() / 1_000);
      assertThat(IsoText.micros(UTF8String.fromString(text))).as(text).isEqualTo(expected);
      String compact = text.replaceFirst("(?<=[+-]\\d\\d):(?=\\d\\d$)", "");
      assertThat(IsoText.micros(UTF8String.fromString(compact))).as(compact).isEqualTo(expected);
    }
  }

  @Test
  void readsNumbersAsPeopleWriteThemExactly() {
    NumberFormat format =
        new NumberFormat(',', '.', true, List.of("EUR", "\u20ac"), Percent.NONE, true);
    NumberText reader = new NumberText(DataTypes.createDecimalType(20, 4), format);
    for (int i = 0; i < 50_000; i++) {
      BigDecimal value = BigDecimal.valueOf(random.nextLong() >> random.nextInt(60), 4);
      String digits = grouped(value.abs());
      String text =
          switch (random.nextInt(4)) {
            case 0 -> (value.signum() < 0 ? "-" : "") + digits + " EUR";
            case 1 -> value.signum() < 0 ? "(\u20ac" + digits + ")" : "\u20ac" + digits;
            case 2 -> digits + (value.signum() < 0 ? "-" : "");
            default -> value.unscaledValue() + "E-4";
          };
      assertThat(new BigDecimal(reader.plain(text))).as(text).isEqualByComparingTo(value);
    }
  }

  private static String grouped(BigDecimal value) {
    String[] parts = value.toPlainString().split("\\.", 2);
    return parts[0].replaceAll("(?<=\\d)(?=(\\d{3})+$)", ".") + "," + parts[1];
  }

  /** A sender cannot make a reason long to find, nor one that tells the text. */
  @Test
  void findsReasonsOfAnyTextAtOnce() {
    List<DataType> types =
        List.of(
            MONEY,
            DataTypes.IntegerType,
            DataTypes.DoubleType,
            DataTypes.DateType,
            DataTypes.TimestampType,
            DataTypes.BooleanType);
    for (DataType type : types) {
      TextValue value = TextValue.of(type, Optional.empty());
      for (int i = 0; i < 2_000; i++) {
        String text = text("0123459,,..''  -()%$\u20acEURe/:TZ+\n\u00a0#=", 14);
        if (!value.test(text)) {
          assertThat(value.reason(text)).startsWith("must be ").hasSizeLessThan(300);
        }
      }
      for (String long_ : List.of(" ", "9", "1,000", "(", "-", "a", ".")) {
        String text = long_.repeat((4 << 20) / long_.length());
        long start = System.nanoTime();
        if (!value.test(text)) {
          assertThat(value.reason(text)).hasSizeLessThan(300);
        }
        assertThat(System.nanoTime() - start).as(long_).isLessThan(1_000_000_000L);
      }
    }
  }
}
