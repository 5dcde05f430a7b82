package dev.jetbridge.pipelines.report;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.Field;
import dev.jetbridge.pipelines.operations.FileColumns;
import dev.jetbridge.pipelines.operations.FileStatus;
import dev.jetbridge.pipelines.operations.ModelColumns;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.QuarantineColumns;
import dev.jetbridge.pipelines.operations.RecordCounts;
import dev.jetbridge.pipelines.operations.RunKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the side tables say of the runs that are shown, each table read once for all products. */
final class SideRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Comparator<Findings.QuarantineReason> MOST_FREQUENT_FIRST =
      Comparator.comparingLong(Findings.QuarantineReason::records)
          .reversed()
          .thenComparing(Findings.QuarantineReason::column)
          .thenComparing(Findings.QuarantineReason::rule)
          .thenComparing(Findings.QuarantineReason::reason);
  private static final Comparator<Findings.RefusedFile> BY_NAME =
      Comparator.comparing(Findings.RefusedFile::name)
          .thenComparing(Findings.RefusedFile::reason)
          .thenComparing(Findings.RefusedFile::place);

  /** More refused files of one product than anybody reads on a page. */
  private static final int MOST_FILES = 200;

  private final Map<ProductId, List<RuleRow>> rules;
  private final Map<ProductId, List<Findings.QuarantineReason>> quarantine;
  private final Map<ProductId, List<Findings.RefusedFile>> files;
  private final List<FittedModel> models;

  private SideRows(Tables tables) {
    this.rules = byProduct(tables.rows(OperationsTable.QUALITY_RESULTS), RuleRow::of);
    this.quarantine = byProduct(quarantineReasons(tables), SideRows::reason);
    this.files = byProduct(refusedFiles(tables), SideRows::refusedFile);
    this.models =
        tables.rows(OperationsTable.MODELS).collectAsList().stream()
            .map(SideRows::model)
            .sorted(
                Comparator.comparing(FittedModel::product)
                    .thenComparing(FittedModel::kind)
                    .thenComparing(FittedModel::id))
            .toList();
  }

  /** The rows that belong to the snapshot shown of each product. */
  static SideRows read(Lake lake, Operations operations, Map<ProductId, Long> snapshots) {
    return new SideRows(new Tables(lake, operations, List.copyOf(snapshots.values())));
  }

  /** The side tables, cut to some snapshots; one that does not exist has no rows. */
  private record Tables(Lake lake, Operations operations, List<Long> snapshots) {
    Dataset<Row> rows(OperationsTable table) {
      return lake.exists(table.id())
          ? operations.read(table).filter(RunKey.SNAPSHOT_ID.isIn(snapshots))
          : lake.spark().createDataFrame(List.of(), table.schema());
    }
  }

  private static Dataset<Row> quarantineReasons(Tables tables) {
    return tables
        .rows(OperationsTable.QUARANTINE)
        .groupBy(
            Field.columns(
                RunKey.PRODUCT,
                QuarantineColumns.COLUMN_NAME,
                QuarantineColumns.RULE,
                QuarantineColumns.REASON))
        .agg(RecordCounts.RECORDS.as(count(lit(1))));
  }

  private static Dataset<Row> refusedFiles(Tables tables) {
    return tables.rows(OperationsTable.FILES).filter(FileColumns.STATUS.is(FileStatus.REFUSED));
  }

  private static <T> Map<ProductId, List<T>> byProduct(
      Dataset<Row> rows, java.util.function.Function<Row, T> read) {
    return rows.collectAsList().stream()
        .collect(
            Collectors.groupingBy(
                RunKey.PRODUCT::of, Collectors.mapping(read, Collectors.toList())));
  }

  private static Findings.QuarantineReason reason(Row row) {
    return new Findings.QuarantineReason(
        QuarantineColumns.COLUMN_NAME.of(row, ""),
        QuarantineColumns.RULE.of(row, ""),
        QuarantineColumns.REASON.of(row, ""),
        RecordCounts.RECORDS.of(row));
  }

  private static Findings.RefusedFile refusedFile(Row row) {
    return new Findings.RefusedFile(
        FileColumns.FILE_NAME.of(row, ""),
        FileColumns.REASON.of(row, ""),
        FileColumns.PLACE.of(row, ""));
  }

  private static FittedModel model(Row row) {
    return new FittedModel(
        RunKey.PRODUCT.of(row),
        ModelColumns.MODEL_ID.of(row),
        ModelColumns.KIND.of(row),
        json(ModelColumns.PARAMETERS.of(row, "")),
        json(ModelColumns.PROVENANCE.of(row, "")));
  }

  /** A model of a stranger may be written in another way: then it has no parameters to show. */
  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  Findings findings(ProductId product) {
    List<RuleRow> all = rules.getOrDefault(product, List.of());
    return new Findings(
        Math.toIntExact(all.stream().filter(RuleRow::passed).count()),
        all.stream().filter(r -> !r.passed()).map(RuleRow::open).toList(),
        all.stream().flatMap(r -> r.identifiedShare().stream()).toList(),
        quarantine.getOrDefault(product, List.of()).stream().sorted(MOST_FREQUENT_FIRST).toList(),
        files.getOrDefault(product, List.of()).stream().sorted(BY_NAME).limit(MOST_FILES).toList());
  }

  List<FittedModel> models() {
    return models;
  }
}
