package dev.jetbridge.quality.audit;

import dev.jetbridge.quality.rules.WrittenRules;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The rows to audit and the tables they are compared with, as views of a session of their own.
 * Queries name the rows {@code primary}; views belong to a session, so audits in parallel threads
 * of one session would otherwise read each other's rows. A table {@code domain.product} is the view
 * {@code domain_product}.
 */
final class SqlSession {
  private final SparkSession session;
  private final Dataset<Row> primary;
  private final Map<String, Dataset<Row>> references = new LinkedHashMap<>();

  SqlSession(Dataset<Row> rows, Map<String, Dataset<Row>> references) {
    this.session = rows.sparkSession().cloneSession();
    this.primary = here(rows);
    primary.createOrReplaceTempView(WrittenRules.PRIMARY);
    references.forEach(
        (alias, table) -> {
          Dataset<Row> reference = here(table);
          reference.createOrReplaceTempView(alias.replace('.', '_'));
          this.references.put(alias, reference);
        });
  }

  SparkSession session() {
    return session;
  }

  Dataset<Row> primary() {
    return primary;
  }

  Map<String, Dataset<Row>> references() {
    return references;
  }

  private Dataset<Row> here(Dataset<Row> rows) {
    return Dataset.ofRows(session, rows.queryExecution().analyzed());
  }
}
