package dev.jetbridge.pipelines.simulator.feed;

import java.io.Serializable;

/** How fields become a line of CSV: quoted where they must be. */
record CsvLine(char delimiter, char quote, char escape) implements Serializable {
  String of(String[] values) {
    StringBuilder line = new StringBuilder(values.length * 12);
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        line.append(delimiter);
      }
      String value = values[i];
      if (value.indexOf(delimiter) < 0 && value.indexOf(quote) < 0) {
        line.append(value);
      } else {
        String escaped = value.replace(String.valueOf(quote), "" + escape + quote);
        line.append(quote).append(escaped).append(quote);
      }
    }
    return line.toString();
  }
}
