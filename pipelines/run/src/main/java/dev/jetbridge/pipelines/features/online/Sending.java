package dev.jetbridge.pipelines.features.online;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.features.store.OnlineChanges;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;

/**
 * Changes that are sent several at a time, and what became of them in their order. No more of them
 * are held than a few times as many as are on their way.
 */
final class Sending implements Iterator<Row>, AutoCloseable {
  private static final int HELD_EACH = 4;

  private final OnlineCalls calls;
  private final OnlineRow rows;
  private final Iterator<Row> changes;
  private final Consumer<JetbridgeException> failed;
  private final ExecutorService workers;
  private final int held;
  private final Deque<Future<Optional<Row>>> under = new ArrayDeque<>();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private Optional<Row> next = Optional.empty();

  Sending(
      OnlineCalls calls,
      int atOnce,
      OnlineRow rows,
      Iterator<Row> changes,
      Consumer<JetbridgeException> failed) {
    this.calls = calls;
    this.rows = rows;
    this.changes = changes;
    this.failed = failed;
    this.workers = Executors.newFixedThreadPool(atOnce);
    this.held = atOnce * HELD_EACH;
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty()) {
      while (under.size() < held && changes.hasNext()) {
        Row change = changes.next();
        under.add(workers.submit(() -> sent(change)));
      }
      if (under.isEmpty()) {
        return false;
      }
      next = ended(under.remove());
    }
    return true;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row row = next.get();
    next = Optional.empty();
    return row;
  }

  /** What is to be remembered; empty when the store has no record any more. */
  private Optional<Row> sent(Row change) {
    if (stopped.get()) {
      return Optional.of(rows.begun(change));
    }
    try {
      return switch (OnlineRow.action(change)) {
        case OnlineChanges.PUT ->
            Optional.of(
                calls
                    .put(OnlineRow.record(change))
                    .map(reason -> rows.refused(change, reason))
                    .orElseGet(() -> rows.sent(change)));
        case OnlineChanges.REPLACE -> Optional.of(replaced(change));
        default -> deleted(change).map(reason -> rows.refused(change, reason));
      };
    } catch (JetbridgeException e) {
      if (!stopped.getAndSet(true)) {
        failed.accept(e);
      }
      return Optional.of(rows.begun(change));
    }
  }

  private Row replaced(Row change) {
    Optional<String> kept = deleted(change);
    if (kept.isPresent()) {
      return rows.refused(change, kept.get());
    }
    return calls
        .put(OnlineRow.record(change))
        .map(reason -> rows.lost(change, reason))
        .orElseGet(() -> rows.sent(change));
  }

  private Optional<String> deleted(Row change) {
    return calls.delete(OnlineRow.identifier(change), OnlineRow.storedEventTime(change));
  }

  private static Optional<Row> ended(Future<Optional<Row>> call) {
    try {
      return call.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot hand records over: interrupted; run again", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a record could not be sent", e.getCause());
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
    calls.close();
  }
}
