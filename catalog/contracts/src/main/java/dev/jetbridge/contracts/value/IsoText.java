package dev.jetbridge.contracts.value;

import org.apache.spark.unsafe.types.UTF8String;

/**
 * Dates and instants of ISO 8601 in its extended form: {@code yyyy-MM-dd}, and behind a T or a
 * blank {@code HH:mm}, {@code HH:mm:ss} or {@code HH:mm:ss.f} with {@code Z}, {@code ±hh:mm},
 * {@code ±hhmm}, {@code ±hh} or nothing, which is UTC. By hand over the bytes: Spark's cast takes
 * much more, cuts digits of a second off and compiles a regular expression for each offset.
 */
final class IsoText {
  private static final int DATE = 10;
  private static final int MINUTES = 16;
  private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  /** What Java, and so every engine here, takes for an offset. */
  private static final int MOST_OFFSET = 18 * 60;

  private static final int NONE = -1;

  private IsoText() {}

  /** Days since 1970; null when it is not a date. */
  static Integer day(UTF8String text) {
    long day = text.numBytes() == DATE ? dayAt(text) : Long.MIN_VALUE;
    return day == Long.MIN_VALUE ? null : (int) day;
  }

  /** Microseconds since 1970; null when it is not an instant, or none that can be kept. */
  static Long micros(UTF8String text) {
    int length = text.numBytes();
    if (length < MINUTES || (TextForm.at(text, DATE) != 'T' && TextForm.at(text, DATE) != ' ')) {
      return null;
    }
    long day = dayAt(text);
    int hour = two(text, DATE + 1);
    int minute = two(text, DATE + 4);
    if (day == Long.MIN_VALUE
        || TextForm.at(text, DATE + 3) != ':'
        || hour < 0
        || hour > 23
        || minute < 0
        || minute > 59) {
      return null;
    }
    long micros = ((day * 24 + hour) * 60 + minute) * 60_000_000L;
    int at = MINUTES;
    if (at < length && TextForm.at(text, at) == ':') {
      int second = at + 3 <= length ? two(text, at + 1) : NONE;
      if (second < 0 || second > 59) {
        return null;
      }
      micros += second * 1_000_000L;
      at += 3;
      if (at < length && TextForm.at(text, at) == '.') {
        int end = ++at;
        int fraction = 0;
        for (; end < length && isDigit(TextForm.at(text, end)); end++) {
          int digit = TextForm.at(text, end) - '0';
          if (end - at < 6) {
            fraction = fraction * 10 + digit;
          } else if (digit != 0) {
            return null;
          }
        }
        if (end == at) {
          return null;
        }
        for (int i = end - at; i < 6; i++) {
          fraction *= 10;
        }
        micros += fraction;
        at = end;
      }
    }
    if (at == length) {
      return micros;
    }
    return zoned(text, at, micros);
  }

  private static Long zoned(UTF8String text, int at, long micros) {
    int length = text.numBytes();
    byte sign = TextForm.at(text, at);
    if (sign == 'Z') {
      return at + 1 == length ? micros : null;
    }
    if ((sign != '+' && sign != '-') || at + 3 > length) {
      return null;
    }
    int hours = two(text, at + 1);
    int minutes = 0;
    int end = at + 3;
    if (end < length) {
      end += TextForm.at(text, end) == ':' ? 1 : 0;
      minutes = end + 2 == length ? two(text, end) : NONE;
    }
    int offset = hours * 60 + minutes;
    if (hours < 0 || minutes < 0 || minutes > 59 || offset > MOST_OFFSET) {
      return null;
    }
    return MomentText.inYears(micros + (sign == '-' ? offset : -offset) * 60_000_000L);
  }

  /** The day of the first ten bytes; the least number when they are none. */
  private static long dayAt(UTF8String text) {
    int century = two(text, 0);
    int inCentury = two(text, 2);
    int month = two(text, 5);
    int day = two(text, 8);
    int year = century * 100 + inCentury;
    if (century < 0
        || inCentury < 0
        || year < 1
        || TextForm.at(text, 4) != '-'
        || TextForm.at(text, 7) != '-'
        || month < 1
        || month > 12
        || day < 1
        || day > daysOf(year, month)) {
      return Long.MIN_VALUE;
    }
    return epochDay(year, month, day);
  }

  private static int daysOf(int year, int month) {
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : DAYS[month - 1];
  }

  /** The civil calendar as days since 1970, with years that begin in March. */
  private static long epochDay(int year, int month, int day) {
    int shifted = month > 2 ? year : year - 1;
    int era = shifted / 400;
    int ofEra = shifted - era * 400;
    int ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146_097L + ofEra * 365L + ofEra / 4 - ofEra / 100 + ofYear - 719_468L;
  }

  private static int two(UTF8String text, int at) {
    int tens = TextForm.at(text, at) - '0';
    int ones = TextForm.at(text, at + 1) - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? NONE : tens * 10 + ones;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
