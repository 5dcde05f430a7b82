package dev.jetbridge.pipelines.ingest.format.csv;

import dev.jetbridge.pipelines.ingest.draft.ColumnProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether the first line of a CSV file is a header or a record like the others. */
final class HeaderJudge {
  private static final int LONGEST_NAME = 64;
  private static final Pattern NAME = Pattern.compile("(?=.*\\p{L}|_|#|\\$)[^\\n\\r]+");
  private static final Pattern YEAR = Pattern.compile("(?:19|20)[0-9]{2}");

  private final List<String> header;
  private final boolean[] amongValues;

  HeaderJudge(List<String> header) {
    this.header = header;
    this.amongValues = new boolean[header.size()];
  }

  /** Looks for the names among the values. */
  void compare(String[] record) {
    for (int i = 0; i < amongValues.length; i++) {
      amongValues[i] |= header.get(i).equals(record[i] == null ? "" : record[i].strip());
    }
  }

  /** Whether a record repeats the header. */
  boolean isHeader(String[] record) {
    for (int i = 0; i < header.size(); i++) {
      if (!header.get(i).equals(record[i] == null ? "" : record[i].strip())) {
        return false;
      }
    }
    return true;
  }

  /** Why it is a record, in words without a value; empty when it is a header. */
  Optional<String> record(List<ColumnProfile> columns) {
    int names = 0;
    int named = 0;
    List<String> values = new ArrayList<>();
    List<String> doubts = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      if (name.isEmpty() || ColumnProfile.isNullMarker(name)) {
        continue;
      }
      named++;
      String field = "field " + (i + 1);
      ColumnProfile column = columns.get(i);
      Optional<String> pattern = column.pattern(true);
      boolean alike = pattern.filter(p -> Pattern.matches(p, name)).isPresent();
      if (isYearAmongYears(i)) {
        continue;
      }
      if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
        values.add(field + " is not a name");
      } else if (column.typeTakes(name)) {
        values.add(field + " is of the type of its column");
      } else if (alike && column.values() > 1) {
        doubts.add(field + " looks like the values of its column");
      } else if (amongValues[i]) {
        doubts.add(field + " is a value of its column as well");
      } else if (pattern.isPresent() || !column.isText()) {
        names++;
      }
    }
    // A word above numbers tells a header; codes of letters alone do not.
    boolean record =
        values.size() > names
            || (names == 0 && 2 * doubts.size() >= Math.max(1, named) && !doubts.isEmpty())
            || (named > 0 && doubts.size() == named);
    values.addAll(doubts);
    return record
        ? Optional.of(String.join("; ", values.subList(0, Math.min(3, values.size()))))
        : Optional.empty();
  }

  /** A table may have a column a year. */
  private boolean isYearAmongYears(int place) {
    return isYear(place)
        && ((isYear(place - 1) && year(place) == year(place - 1) + 1)
            || (isYear(place + 1) && year(place) == year(place + 1) - 1));
  }

  private boolean isYear(int place) {
    return place >= 0 && place < header.size() && YEAR.matcher(header.get(place)).matches();
  }

  private int year(int place) {
    return Integer.parseInt(header.get(place));
  }
}
