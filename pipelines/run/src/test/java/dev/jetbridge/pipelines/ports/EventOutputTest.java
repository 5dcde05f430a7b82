package dev.jetbridge.pipelines.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.operations.OperationsTable;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
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

  private static Row delivery(long snapshot, OutputPort port, int seconds) {
    return RowFactory.create(
        snapshot,
        "run-" + snapshot,
        TOLD.id().toString(),
        port.label(),
        Timestamp.from(AS_OF.plusSeconds(seconds)));
  }

  private static Publication publication(Contract product, long snapshot) {
    return new Publication(product, "run-" + snapshot, snapshot, AS_OF, Instant.EPOCH, 1);
  }
}
