package dev.jetbridge.pipelines.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.operations.DeliveryColumns;
import dev.jetbridge.pipelines.operations.NewRow;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RunKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventOutputTest extends LakeTest {
  private static final Contract TOLD = orders("told");
  private static final Contract NEVER = orders("never_told");

  @Test
  void tellsWhatNobodyWasToldOfLast() {
    operations().create();
    operations()
        .append(
            OperationsTable.DELIVERIES,
            List.of(
                delivery(1, OutputPort.EVENT, 0),
                delivery(2, OutputPort.EVENT, 60),
                delivery(3, OutputPort.PARQUET, 120)));

    assertThat(EventOutput.unsent(operations(), List.of(publication(TOLD, 2)))).isEmpty();
    // Rolled back: who was told of 2 must hear of 1 again.
    List<Publication> back = List.of(publication(TOLD, 1), publication(NEVER, 1));
    assertThat(EventOutput.unsent(operations(), back)).isEqualTo(back);
  }

  private static NewRow delivery(long snapshot, OutputPort port, int seconds) {
    return new RunKey(snapshot, "run-" + snapshot, TOLD.id())
        .row(OperationsTable.DELIVERIES)
        .with(DeliveryColumns.PORT, port.label())
        .with(DeliveryColumns.DELIVERED_AT, AS_OF.plusSeconds(seconds));
  }

  private static Publication publication(Contract product, long snapshot) {
    return new Publication(product, "run-" + snapshot, snapshot, AS_OF, Instant.EPOCH, 1);
  }
}
