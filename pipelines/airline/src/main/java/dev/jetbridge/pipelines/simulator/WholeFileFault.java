package dev.jetbridge.pipelines.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A fault that makes a file useless as a whole. The sender's first try on that day has it; the same
 * records come again an hour later in a proper file.
 */
enum WholeFileFault {
  TRUNCATED(Feed.MEMBERS, 4) {
    @Override
    byte[] spoil(byte[] proper, Layout layout) {
      return Arrays.copyOf(proper, proper.length * 3 / 5);
    }
  },
  TRAILER(Feed.ACTIVITY, 8) {
    @Override
    byte[] spoil(byte[] proper, Layout layout) {
      String text = new String(proper, layout.charset());
      int lastLine = text.lastIndexOf('\n', text.length() - 2) + 1;
      String trailer = text.substring(lastLine).trim();
      int count = trailer.lastIndexOf(layout.delimiter()) + 1;
      long wrong = Long.parseLong(trailer.substring(count)) + 1;
      String lie = trailer.substring(0, count) + wrong + "\n";
      return (text.substring(0, lastLine) + lie).getBytes(layout.charset());
    }
  },
  HEADER(Feed.BOOKINGS, 11) {
    /** Leaves out the last column, which is required and never quoted. */
    @Override
    byte[] spoil(byte[] proper, Layout layout) {
      String text = new String(proper, layout.charset());
      StringBuilder cut = new StringBuilder(text.length());
      for (String line : text.lines().toList()) {
        cut.append(line, 0, Math.max(0, line.lastIndexOf(layout.delimiter()))).append('\n');
      }
      return cut.toString().getBytes(layout.charset());
    }
  },
  ENCODING(Feed.BOOKINGS, 15) {
    /** Puts a Latin-1 letter before the first delimiter of the last line. */
    @Override
    byte[] spoil(byte[] proper, Layout layout) {
      String text = new String(proper, StandardCharsets.ISO_8859_1);
      int lastLine = text.lastIndexOf('\n', text.length() - 2) + 1;
      int place = text.indexOf(layout.delimiter(), lastLine);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(proper, 0, place);
      out.write(0xE9);
      out.write(proper, place, proper.length - place);
      return out.toByteArray();
    }
  };

  private final Feed feed;
  private final LocalDate day;

  WholeFileFault(Feed feed, int dayOfMonth) {
    this.feed = feed;
    this.day = DeliveryCalendar.CUT_OVER.withDayOfMonth(dayOfMonth);
  }

  /** The fault of the source's first try in that period, if any. */
  static Optional<WholeFileFault> of(Feed feed, DeliveryCalendar calendar, int period) {
    return Arrays.stream(values())
        .filter(fault -> fault.feed == feed)
        .filter(fault -> calendar.isDaily(period) && calendar.lastDayOf(period).equals(fault.day))
        .findFirst();
  }

  /** The code the file must be refused with. */
  String reason() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The faulty bytes of a file, from those of the proper one. */
  abstract byte[] spoil(byte[] proper, Layout layout);
}
