package dev.jetbridge.pipelines.quarantine;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.ingest.MendedRecords;
import dev.jetbridge.pipelines.ingest.RejectedRows;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.operations.Field;
import dev.jetbridge.pipelines.operations.FileColumns;
import dev.jetbridge.pipelines.operations.FileStatus;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.QuarantineColumns;
import dev.jetbridge.pipelines.operations.RecordCounts;
import dev.jetbridge.pipelines.operations.RunKey;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rows and files of a product that were rejected and that nothing has repaired since. */
public final class Quarantine {
  private final Workspace workspace;
  private final Contract contract;

  public Quarantine(Workspace workspace, Contract contract) {
    this.workspace = workspace;
    this.contract = contract;
  }

  /** Rows that break the same rule in the same file. */
  public record Group(String file, String column, String rule, String reason, long records) {}

  /** A file that was refused whole. */
  public record RefusedFile(String file, String hash, String reason, String place) {}

  /** The products of which a row or a file was ever rejected: that of the others is empty. */
  public static Set<ProductId> everUsed(Workspace workspace) {
    if (nothingRan(workspace)) {
      return Set.of();
    }
    return workspace
        .operations()
        .read(OperationsTable.FILES)
        .filter(
            RecordCounts.QUARANTINED.column().gt(0).or(FileColumns.STATUS.is(FileStatus.REFUSED)))
        .select(RunKey.PRODUCT.column())
        .distinct()
        .collectAsList()
        .stream()
        .map(RunKey.PRODUCT::of)
        .collect(Collectors.toSet());
  }

  /** Rejected rows by file and reason, most frequent first. */
  public List<Group> groups() {
    if (nothingRan(workspace)) {
      return List.of();
    }
    Dataset<Row> names =
        workspace
            .operations()
            .files(contract.id())
            .select(Field.columns(FileColumns.FILE_HASH, FileColumns.FILE_NAME));
    Column[] group =
        Field.columns(
            FileColumns.FILE_NAME,
            QuarantineColumns.COLUMN_NAME,
            QuarantineColumns.RULE,
            QuarantineColumns.REASON);
    return workspace
        .operations()
        .quarantine(contract.id())
        .join(names, FileColumns.FILE_HASH.name())
        .groupBy(group)
        .count()
        .orderBy(
            Stream.concat(Stream.of(col("count").desc()), Stream.of(group)).toArray(Column[]::new))
        .collectAsList()
        .stream()
        .map(
            r ->
                new Group(
                    FileColumns.FILE_NAME.of(r),
                    QuarantineColumns.COLUMN_NAME.of(r),
                    QuarantineColumns.RULE.of(r),
                    QuarantineColumns.REASON.of(r),
                    r.<Long>getAs("count")))
        .toList();
  }

  /** Files that were refused whole, by name. */
  public List<RefusedFile> refusedFiles() {
    if (nothingRan(workspace)) {
      return List.of();
    }
    return refused(workspace.operations().files(contract.id()));
  }

  /** The files that a run refused which did not publish: they wait in landing. By name. */
  public List<RefusedFile> refusedFiles(long snapshot) {
    return refused(
        workspace.operations().read(OperationsTable.FILES).filter(RunKey.SNAPSHOT_ID.is(snapshot)));
  }

  private static List<RefusedFile> refused(Dataset<Row> files) {
    return files
        .filter(FileColumns.STATUS.is(FileStatus.REFUSED))
        .orderBy(Field.columns(FileColumns.FILE_NAME, FileColumns.FILE_HASH))
        .collectAsList()
        .stream()
        .map(
            r ->
                new RefusedFile(
                    FileColumns.FILE_NAME.of(r),
                    FileColumns.FILE_HASH.of(r),
                    FileColumns.REASON.of(r),
                    FileColumns.PLACE.of(r)))
        .toList();
  }

  private Dataset<Row> pointers() {
    return workspace.operations().quarantine(contract.id());
  }

  /** The rejected rows with their content: see {@link RejectedRows#read}. */
  public Dataset<Row> rows() {
    List<LandedFile> files = filesWithRows();
    if (files.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot show rejected rows of " + contract.id() + ": it has none in quarantine");
    }
    return Compilers.of(workspace.contracts())
        .compile(contract)
        .rejectedRows(workspace.lake())
        .read(
            files,
            pointers(),
            MendedRecords.read(workspace.lake().spark(), workspace.landing(), contract.id()));
  }

  /** The files with rejected rows and the refused ones: what a replay takes again. */
  public List<LandedFile> files() {
    Set<String> refused =
        refusedFiles().stream().map(RefusedFile::hash).collect(Collectors.toSet());
    List<LandedFile> files = new ArrayList<>(filesWithRows());
    workspace.landing().files(contract.id()).stream()
        .filter(f -> refused.contains(f.hash()))
        .forEach(files::add);
    return files;
  }

  private List<LandedFile> filesWithRows() {
    if (nothingRan(workspace)) {
      return List.of();
    }
    Set<String> open =
        workspace
            .operations()
            .files(contract.id())
            .filter(RecordCounts.QUARANTINED.column().gt(0))
            .select(FileColumns.FILE_HASH.column())
            .collectAsList()
            .stream()
            .map(FileColumns.FILE_HASH::of)
            .collect(Collectors.toSet());
    List<LandedFile> files =
        workspace.landing().files(contract.id()).stream()
            .filter(f -> open.contains(f.hash()))
            .toList();
    if (files.size() < open.size()) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot read the rejected rows of "
              + contract.id()
              + ": "
              + (open.size() - files.size())
              + " of "
              + open.size()
              + " files are no longer in landing");
    }
    return files;
  }

  private static boolean nothingRan(Workspace workspace) {
    return !workspace.lake().exists(OperationsTable.FILES.id());
  }
}
