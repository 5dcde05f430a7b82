package dev.jetbridge.pipelines.channel.dataexchange;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.channel.Pulled;
import dev.jetbridge.pipelines.landing.SourceFiles;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Lands revisions of a data set, several at a time: first one, after each that lands twice as many
 * as before, after a failure one again, so that what fails always is not asked more often for it.
 */
final class RevisionQueue {
  /**
   * Concurrent in progress jobs to export assets to a signed URL, which an account has: see <a
   * href="https://docs.aws.amazon.com/general/latest/gr/dataexchange.html">AWS Data Exchange
   * endpoints and quotas</a>.
   */
  static final int MOST_JOBS = 10;

  /** Failed revisions of a data set after which the rest of it is not tried. */
  private static final int MOST_FAILURES = 3;

  private final RevisionLanding landing;
  private final CompletionService<Pulled> work;
  private final List<JetbridgeException> failures = new ArrayList<>();

  RevisionQueue(RevisionLanding landing, ExecutorService threads) {
    this.landing = landing;
    this.work = new ExecutorCompletionService<>(threads);
  }

  /**
   * A revision to take.
   *
   * @param contracts those that have not taken it
   */
  record Due(Revision revision, List<Contract> contracts) {}

  /** Lands what it can; a failed call, or the third failed revision, ends it. */
  Pulled land(List<Due> due, SourceFiles source) {
    Iterator<Due> left = due.iterator();
    Pulled pulled = new Pulled(0, 0);
    int atOnce = 1;
    int running = 0;
    int failed = 0;
    while (true) {
      while (left.hasNext() && running < atOnce) {
        Due next = left.next();
        work.submit(() -> landing.land(next.contracts(), next.revision(), source));
        running++;
      }
      if (running == 0) {
        return pulled;
      }
      try {
        pulled = pulled.plus(got(next()));
        atOnce = Math.min(MOST_JOBS, 2 * atOnce);
      } catch (JetbridgeException e) {
        failures.add(e);
        atOnce = 1;
        failed++;
        if (e.getCause() instanceof SdkException || failed >= MOST_FAILURES) {
          left = List.<Due>of().iterator();
        }
      }
      running--;
    }
  }

  /** Of the revisions that did not land. */
  List<JetbridgeException> failures() {
    return failures;
  }

  private Future<Pulled> next() {
    try {
      return work.take();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** What a task made; what it threw is thrown. */
  static <T> T got(Future<T> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw (Error) e.getCause();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static JetbridgeException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new JetbridgeException(
        FailureKind.EXTERNAL, "Cannot pull from Data Exchange: interrupted; run again", cause);
  }
}
