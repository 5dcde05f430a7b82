package dev.jetbridge.pipelines.channel.dataexchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionPublishedTest {
  /** As the user guide of AWS Data Exchange shows it. */
  static final String EVENT =
      """
      {
        "version": "0",
        "id": "dc529cb6-2e23-4c5f-d020-EXAMPLE92231",
        "detail-type": "Revision Published To Data Set",
        "source": "aws.dataexchange",
        "account": "123456789012",
        "time": "2020-07-29T04:16:28Z",
        "region": "us-east-1",
        "resources": ["aae4c2cdEXAMPLE54f9369dEXAMPLE66"],
        "detail": {
          "RevisionIds": ["3afc623EXAMPLE099e6fcc8EXAMPLEe7"],
          "Revisions": [{"Id": "3afc623EXAMPLE099e6fcc8EXAMPLEe7", "Comment": "one"}],
          "DataSets": [{"Id": "aae4c2cdEXAMPLE54f9369dEXAMPLE66", "Name": "Hello"}],
          "Product": {"Id": "prod-uEXAMPLEabc1d", "Name": "Hello"}
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void readsDataSetAndRevisions() {
    RevisionPublished event = read(EVENT);

    assertThat(event.region()).isEqualTo("us-east-1");
    assertThat(event.dataSet()).isEqualTo("aae4c2cdEXAMPLE54f9369dEXAMPLE66");
    assertThat(event.revisions()).containsExactly("3afc623EXAMPLE099e6fcc8EXAMPLEe7");
  }

  @Test
  void refusesOtherEventsAndOtherFiles() {
    refuses(
        EVENT.replace("aws.dataexchange", "aws.s3"), "source must be aws.dataexchange, is aws.s3");
    refuses(
        EVENT.replace("Revision Published To Data Set", "Revision Revoked"),
        "detail-type must be Revision Published To Data Set, is Revision Revoked");
    refuses("{}", "source must be aws.dataexchange, is missing");
    refuses(
        EVENT.replace("[\"aae4c2cdEXAMPLE54f9369dEXAMPLE66\"]", "[]"),
        "resources must hold one data set, holds 0");
    refuses(
        EVENT.replace("RevisionIds", "Ids"),
        "detail.RevisionIds must hold the revisions, holds none");
    refuses("not json", "it is not JSON");
    assertThatThrownBy(() -> RevisionPublished.read(folder.resolve("nowhere.json")))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageEndingWith("nowhere.json: no such readable file");
  }

  private void refuses(String text, String reason) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .hasMessage("Cannot use event " + folder.resolve("event.json") + ": " + reason);
  }

  private RevisionPublished read(String text) {
    try {
      return RevisionPublished.read(Files.writeString(folder.resolve("event.json"), text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
