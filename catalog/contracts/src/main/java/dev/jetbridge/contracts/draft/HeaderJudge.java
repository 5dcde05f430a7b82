package dev.jetbridge.contracts.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether the first line of a CSV file is a header or a record like the others. */
final class HeaderJudge {
  private static final Pattern NAME = Pattern.compile("(?=.*\\p{L}|_|#|\\$)[^\\n\\r]{1,64}");

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

  /** Refuses a file whose first line is a record. */
  void refuseRecord(SampleFile file, List<ColumnProfile> columns) {
    boolean differs = false;
    List<String> faults = new ArrayList<>();
    List<String> doubts = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      String field = "field " + (i + 1);
      if (!name.isEmpty() && !NAME.matcher(name).matches()) {
        faults.add(field + " is no name");
      }
      Optional<String> pattern = columns.get(i).pattern(true);
      boolean alike = pattern.filter(p -> Pattern.matches(p, name)).isPresent();
      differs |= !alike && (pattern.isPresent() || !columns.get(i).isText());
      if (alike && columns.get(i).values() > 1) {
        doubts.add(field + " looks like the values of its column");
      } else if (amongValues[i]) {
        doubts.add(field + " is a value of its column as well");
      }
    }
    // A number below a word tells a header; codes of letters alone do not.
    if (!differs || doubts.size() == header.size()) {
      faults.addAll(doubts);
    }
    if (!faults.isEmpty()) {
      throw file.refused(
          "line 1 seems to be no header but a record ("
              + String.join("; ", faults.subList(0, Math.min(3, faults.size())))
              + "); put a line with the names of the columns before it");
    }
  }
}
