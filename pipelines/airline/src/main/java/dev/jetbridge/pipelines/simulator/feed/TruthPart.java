package dev.jetbridge.pipelines.simulator.feed;

import java.io.Serializable;
import java.util.List;

/**
 * A part of the truth that is a table: CSV in UTF-8 in a folder of its own, sorted by its first
 * three columns.
 *
 * @param title its folder, and what the names of its files begin with
 */
public record TruthPart(String title, List<String> columns) implements Serializable {
  /** Whose record a record of a source truly is. */
  static final TruthPart LINKS =
      new TruthPart("links", List.of("source", "role", "record_key", "customer_id"));

  /** Who the customers are. */
  public static final TruthPart CUSTOMERS =
      new TruthPart(
          "customers",
          List.of(
              "customer_id",
              "household_id",
              "given_name",
              "surname",
              "later_surname",
              "surname_changed_on",
              "birth_date",
              "email",
              "later_email",
              "email_changed_on",
              "country",
              "home_airport",
              "loyalty_numbers",
              "is_buyer",
              "weekly_purchase_rate",
              "dropout_probability",
              "mean_spend",
              "first_purchase_at",
              "purchases",
              "last_purchase_at",
              "alive"));

  private static final CsvLine LINE = new CsvLine(',', '"', '"');

  public TruthPart {
    columns = List.copyOf(columns);
  }

  /** Such as links/links_202303.csv. */
  public String path(String label) {
    return title + "/" + title + "_" + label + ".csv";
  }

  public String header() {
    return String.join(",", columns);
  }

  public String line(String[] values) {
    return LINE.of(values);
  }

  String sortKey(String[] values) {
    return values[0] + ' ' + values[1] + ' ' + values[2] + ' ' + values[0];
  }
}
