package dev.jetbridge.pipelines.lake;

import static dev.jetbridge.pipelines.lake.Intercepted.invoke;
import static dev.jetbridge.pipelines.lake.Intercepted.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.run.Failures;
import dev.jetbridge.registry.IcebergTables;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.junit.jupiter.api.Test;

class UncertainCommitTest extends LakeTest {
  @Test
  void findsOutWhetherACommitWithoutAnAnswerWasTaken() {
    Contract contract = staged("unanswered");

    boolean taken =
        new Lake(lake().spark(), unanswered(true))
            .fastForward(contract.id(), "audit_x", Optional.empty());

    assertThat(taken).isTrue();
    assertThat(lake().mainSnapshot(contract.id())).isPresent();
  }

  @Test
  void saysThatItMayHaveBeenTakenWhenNobodyKnows() {
    Contract contract = staged("unknown");
    Lake uncertain = new Lake(lake().spark(), unanswered(false));

    assertThatThrownBy(() -> uncertain.fastForward(contract.id(), "audit_x", Optional.empty()))
        .isInstanceOf(CommitStateUnknownException.class)
        .satisfies(
            e -> {
              var known = Failures.known(e, "publish shop.unknown");
              assertThat(known.kind()).isEqualTo(FailureKind.EXTERNAL);
              assertThat(known)
                  .hasMessage(
                      "Cannot publish shop.unknown: the catalog did not confirm the commit, so"
                          + " it may have been published; the next run finds out: run"
                          + " again");
            });
    assertThat(lake().mainSnapshot(contract.id())).isEmpty();
  }

  private static Contract staged(String name) {
    Contract contract = orders(name);
    new IcebergTables(lake().catalog()).createOrEvolve(contract);
    lake().openBranch(contract.id(), "audit_x", Optional.empty());
    return contract;
  }

  /** The catalog behind a line that breaks after, or before, each commit arrives. */
  private static Catalog unanswered(boolean arrives) {
    Catalog real = lake().catalog();
    return proxy(
        Catalog.class,
        (method, arguments) -> {
          Object result = invoke(real, method, arguments);
          return method.getName().equals("loadTable")
              ? new BaseTable(
                  uncertain(((BaseTable) result).operations(), arrives), ((Table) result).name())
              : result;
        });
  }

  private static TableOperations uncertain(TableOperations real, boolean arrives) {
    return proxy(
        TableOperations.class,
        (method, arguments) -> {
          if (!method.getName().equals("commit")) {
            return invoke(real, method, arguments);
          }
          if (arrives) {
            real.commit((TableMetadata) arguments[0], (TableMetadata) arguments[1]);
          }
          throw new CommitStateUnknownException(new IllegalStateException("line broken"));
        });
  }
}
