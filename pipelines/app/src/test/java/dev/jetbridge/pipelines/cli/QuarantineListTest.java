package dev.jetbridge.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.quarantine.Quarantine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuarantineListTest {
  private static final ProductId ORDERS = ProductId.parse("shop.orders");

  @Test
  void sumsByReasonBeforeItTellsFiles() {
    QuarantineList list = new QuarantineList();
    list.add(
        ORDERS,
        List.of(
            new Quarantine.Group("a.csv", "amount", "type", "is not a number", 3),
            new Quarantine.Group("b.csv", "id", "required", "is missing", 5),
            new Quarantine.Group("b.csv", "amount", "type", "is not a number", 4)),
        List.of(new Quarantine.RefusedFile("c.csv", "0", "header: …", "line 1")));

    String told = printed(list);

    assertThat(told)
        .containsSubsequence(
            "Rejected records by reason:",
            "amount",
            "id",
            "By file:",
            "b.csv",
            "Files refused whole:")
        .containsPattern("shop.orders +7 +2 +amount +type +is not a number")
        .containsPattern("shop.orders +b.csv +4 +amount");
    assertThat(list.next()).contains("jetbridge quarantine show shop.orders");
  }

  @Test
  void tellsToReplayWhereOnlyFilesWereRefused() {
    QuarantineList list = new QuarantineList();
    list.add(ORDERS, List.of(), List.of(new Quarantine.RefusedFile("c.csv", "0", "x", "line 1")));

    assertThat(list.next()).contains("jetbridge quarantine replay shop.orders");
    assertThat(printed(list)).doesNotContain("by reason");
    assertThat(new QuarantineList().next()).isEmpty();
  }

  @Test
  void namesTheFilesOfARunThatTookNothing() {
    QuarantineList list = new QuarantineList();
    list.addWaiting(
        ORDERS, List.of(new Quarantine.RefusedFile("d.csv", "0", "no header", "line 1")));

    assertThat(printed(list))
        .contains("Refused by a last run that took nothing; they wait in landing")
        .containsPattern("shop.orders +d.csv +line 1 +no header");
    assertThat(list.next()).contains("jetbridge retry shop.orders");
  }

  private static String printed(QuarantineList list) {
    StringWriter told = new StringWriter();
    list.print(new PrintWriter(told, true));
    return told.toString();
  }
}
