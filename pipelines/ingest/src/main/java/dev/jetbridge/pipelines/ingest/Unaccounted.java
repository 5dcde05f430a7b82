package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.operations.RecordCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Files whose records do not add up: the byte pass counted other ones than were loaded or rejected.
 * Such a file is refused whole; what was staged with it is staged again without it.
 */
final class Unaccounted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, FileCheck> refused;

  private Unaccounted(Map<String, FileCheck> refused) {
    super(refused.size() + " files do not add up");
    this.refused = refused;
  }

  /** Fails when a file does not add up. */
  static void requireNone(List<FileAccount> accounts) {
    Map<String, FileCheck> refused = new HashMap<>();
    for (FileAccount account : accounts) {
      RecordCounts counts = account.ofRun();
      if (!counts.balanced() || !account.whole().balanced()) {
        refused.put(
            account.file().hash(),
            FileCheck.refused(
                account.file(),
                "records: "
                    + counts.records()
                    + " are in the file, "
                    + (counts.loaded() + counts.superseded() + counts.duplicates())
                    + " were accepted, "
                    + counts.quarantined()
                    + " rejected, "
                    + counts.suppressed()
                    + " suppressed; please report it, with the contract",
                "whole file"));
      }
    }
    if (!refused.isEmpty()) {
      throw new Unaccounted(refused);
    }
  }

  /** The files with these refused. */
  List<FileCheck> among(List<FileCheck> checks) {
    List<FileCheck> all = new ArrayList<>(checks);
    all.replaceAll(check -> refused.getOrDefault(check.file().hash(), check));
    return all;
  }
}
