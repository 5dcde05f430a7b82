package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.ingest.Before.DealtWith;
import dev.jetbridge.pipelines.ingest.FileHistory;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.operations.FileColumns;
import dev.jetbridge.pipelines.operations.FileStatus;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;

/** What runs so far did with the files of a product, for who foresees the next one. */
public final class EarlierFiles {
  private final Landing landing;
  private final Operations operations;
  private final Contract contract;
  private final RunHistory history;

  public EarlierFiles(Lake lake, Landing landing, Operations operations, Contract contract) {
    this.landing = landing;
    this.operations = operations;
    this.contract = contract;
    boolean ran = lake.exists(OperationsTable.RUNS.id()) && lake.exists(OperationsTable.FILES.id());
    this.history = ran ? RunHistory.read(operations, List.of(contract)) : RunHistory.none();
  }

  /** The files in landing that the next run takes whatever is sent besides. */
  public List<LandedFile> waiting(Instant asOf) {
    Set<String> done = new HashSet<>(history.filesOf(contract.id()));
    done.addAll(history.heldFilesOf(contract.id()));
    return landing.files(contract.id(), done).stream().filter(f -> f.isThereAt(asOf)).toList();
  }

  /** Those of some files that no run takes again, by hash. */
  public Map<String, DealtWith> dealtWith(List<LandedFile> files) {
    Map<String, DealtWith> dealt = new HashMap<>();
    Set<String> held = history.heldFilesOf(contract.id());
    files.stream()
        .filter(f -> held.contains(f.hash()))
        .forEach(f -> dealt.put(f.hash(), new DealtWith(f.name(), true, false)));
    Set<String> known = new HashSet<>(history.filesOf(contract.id()));
    known.retainAll(files.stream().map(LandedFile::hash).toList());
    if (!known.isEmpty()) {
      for (Row row :
          operations
              .files(contract.id())
              .filter(FileColumns.FILE_HASH.isIn(known))
              .collectAsList()) {
        boolean refused = FileColumns.STATUS.of(row) == FileStatus.REFUSED;
        dealt.put(
            FileColumns.FILE_HASH.of(row),
            new DealtWith(FileColumns.FILE_NAME.of(row), false, refused));
      }
    }
    return dealt;
  }

  /** What those are whose names or contents come again. */
  public FileHistory history() {
    return FileLedger.of(history, operations, landing, contract.id());
  }
}
