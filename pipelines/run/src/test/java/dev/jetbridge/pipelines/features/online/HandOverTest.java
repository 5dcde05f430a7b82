package dev.jetbridge.pipelines.features.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandOverTest {
  @Test
  void saysWhatBecameOfTheRecordsOfAllStores() {
    JetbridgeException silent = new JetbridgeException(FailureKind.EXTERNAL, "no answer");
    HandOver well = new HandOver(1_000, 20, 0, 0, Optional.empty());
    HandOver cut = new HandOver(5, 0, 3, 70, Optional.of(silent));

    assertThat(HandOver.NOTHING.and(well).words()).isEqualTo("1000 records sent, 20 deleted");
    assertThat(well.and(cut).words())
        .isEqualTo(
            "1005 records sent, 20 deleted, 3 refused by the service, with reasons in"
                + " operations.online_records, 70 left for the next run");
    assertThat(well.and(cut).failure()).contains(silent);
  }
}
