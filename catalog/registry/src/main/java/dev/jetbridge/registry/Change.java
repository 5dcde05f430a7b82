package dev.jetbridge.registry;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.iceberg.PendingUpdate;

/** One thing to do to a table: in words, and on a pending update of Iceberg. */
record Change<U extends PendingUpdate<?>>(String words, Consumer<U> on) {

  static <U extends PendingUpdate<?>> void commit(List<Change<U>> changes, Supplier<U> begin) {
    if (!changes.isEmpty()) {
      U update = begin.get();
      changes.forEach(c -> c.on().accept(update));
      update.commit();
    }
  }
}
