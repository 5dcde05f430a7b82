package dev.jetbridge.pipelines.value;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.jobs.features.value.transactions.PurchaseArrays;
import dev.jetbridge.pipelines.features.InputFile;
import dev.jetbridge.pipelines.features.RowFaults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Lines of transactions, checked: rows of customer, day and amount as {@link PurchaseArrays} takes
 * them.
 */
public final class Transactions {
  private static final String DAY_TEXT = "^\\d{4}-\\d{2}-\\d{2}$";
  private static final String BASIC_DAY_TEXT = "^\\d{8}$";
  private static final String INSTANT_TEXT =
      "^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:?\\d{2})?$";
  private static final String MONEY = "decimal(18,4)";
  private static final String CURRENCY = "currency";

  private Transactions() {}

  /**
   * Which columns say what.
   *
   * @param amount what was paid for a line; empty where it is not known
   * @param currency of the amount; empty where there is one only
   */
  public record Columns(
      String customer, String date, Optional<String> amount, Optional<String> currency) {
    private List<String> named() {
      List<String> all = new ArrayList<>(List.of(customer, date));
      amount.ifPresent(all::add);
      currency.ifPresent(all::add);
      return all;
    }
  }

  /**
   * Where rows come from.
   *
   * @param name as messages call it
   * @param place the column with the place of a row and the word for it; empty for a table
   * @param problems what can be wrong with a row as such
   */
  private record Source(
      String name,
      Dataset<Row> rows,
      List<String> columns,
      Optional<String> place,
      Map<String, Column> problems) {}

  /**
   * Of a file.
   *
   * @throws JetbridgeException CONFIG when a column is missing; CONTRACT when rows have no
   *     customer, no day or no amount, or amounts are in several currencies, with counts and the
   *     first places
   */
  public static Dataset<Row> of(InputFile file, Columns columns) {
    return checked(
        new Source(
            file.what() + " " + file.path(),
            file.rows(),
            file.columns(),
            Optional.of(file.place()),
            file.problems()),
        columns);
  }

  /**
   * Of a product.
   *
   * @throws JetbridgeException as for a file
   */
  public static Dataset<Row> of(String product, Dataset<Row> rows, Columns columns) {
    return checked(
        new Source(product, rows, List.of(rows.columns()), Optional.empty(), Map.of()), columns);
  }

  private static Dataset<Row> checked(Source source, Columns columns) {
    for (String column : columns.named()) {
      if (!source.columns().contains(column)) {
        throw new JetbridgeException(
            FailureKind.CONFIG,
            "Cannot use "
                + source.name()
                + ": no column is named "
                + column
                + NearestName.hint(column, source.columns()));
      }
    }
    Column customer = trim(quoted(columns.customer()).cast("string"));
    Column day = day(source.rows(), columns.date());
    Column amount =
        columns
            .amount()
            .map(name -> trim(quoted(name).cast("string")).cast(MONEY))
            .orElse(lit(1).cast(MONEY));
    Map<String, Column> problems = new LinkedHashMap<>(source.problems());
    problems.put("no " + columns.customer(), coalesce(customer.equalTo(""), lit(true)));
    problems.put(
        "a " + columns.date() + " that is no day such as 2023-08-31, 20230831 or an instant",
        day.isNull());
    columns
        .amount()
        .ifPresent(
            name ->
                problems.put("a " + name + " that is no number such as 12.50", amount.isNull()));
    refuse(source, problems, columns.currency());
    return source
        .rows()
        .select(
            customer.as(PurchaseArrays.CUSTOMER),
            day.as(PurchaseArrays.DAY),
            amount.as(PurchaseArrays.AMOUNT));
  }

  private static void refuse(
      Source source, Map<String, Column> problems, Optional<String> currency) {
    RowFaults faulty =
        new RowFaults(
            problems,
            source.place().map(word -> new RowFaults.Place(quoted(InputFile.PLACE), word)));
    List<Column> figures = faulty.figures();
    currency.ifPresent(
        name -> figures.add(sort_array(collect_set(quoted(name).cast("string"))).as(CURRENCY)));
    Row found = source.rows().agg(count(lit(1)), figures.toArray(Column[]::new)).first();
    long rows = found.getLong(0);
    if (rows == 0) {
      throw fault(source, "there are no rows in it");
    }
    List<String> faults = faulty.in(found, 1);
    if (!faults.isEmpty()) {
      throw fault(
          source,
          String.format(
              Locale.ROOT,
              "of %,d rows %s; correct or remove them",
              rows,
              String.join(", ", faults)));
    }
    if (currency.isPresent() && found.getList(1 + 2 * problems.size()).size() > 1) {
      throw fault(
          source,
          "its amounts are in "
              + found.getList(1 + 2 * problems.size()).size()
              + " currencies; convert them to one, or fit each by itself");
    }
  }

  /** The UTC day of a date, an instant, or a text that is one. */
  private static Column day(Dataset<Row> rows, String name) {
    DataType type = rows.schema().apply(name).dataType();
    if (type instanceof DateType) {
      return quoted(name);
    }
    if (type instanceof TimestampType || type instanceof TimestampNTZType) {
      return quoted(name).cast("date");
    }
    Column text = trim(quoted(name).cast("string"));
    return when(text.rlike(DAY_TEXT), to_date(text, "yyyy-MM-dd"))
        .when(text.rlike(BASIC_DAY_TEXT), to_date(text, "yyyyMMdd"))
        .when(text.rlike(INSTANT_TEXT), text.cast("timestamp").cast("date"));
  }

  private static Column quoted(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  private static JetbridgeException fault(Source source, String reason) {
    return new JetbridgeException(
        FailureKind.CONTRACT, "Cannot use " + source.name() + ": " + reason);
  }
}
