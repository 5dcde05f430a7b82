package dev.jetbridge.pipelines.addition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.channel.registration.ChannelKinds;
import dev.jetbridge.pipelines.channel.registration.Channels;
import dev.jetbridge.pipelines.compile.ProductCompiler;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.ingest.format.registration.Formats;
import dev.jetbridge.pipelines.ports.registration.PortKinds;
import dev.jetbridge.pipelines.run.RunStatus;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A channel that the program does not know is one class and its registration. */
class AddedChannelTest extends LakeTest {
  private static final ChannelKinds KINDS = ChannelKinds.bundledAnd(MailboxChannel.registration());

  @TempDir private Path folder;

  @Test
  void aProductIsRunFromFilesThatComeByIt() {
    Contract contract = ContractLoader.parse(text(), "test");
    MailboxChannel.MAILBOX.put(
        "orders_1.csv",
        "id,customer,amount,action,changed_at\n1,Ann,1.00,U,2023-01-01T10:00:00Z\n");

    lake();
    try (Workspace workspace = Workspace.open(HOME, Optional.empty(), List.of())) {
      Channels channels = Channels.of(workspace, KINDS);

      assertThat(channels.of(contract).pull(contract, AS_OF).files()).isEqualTo(1);
    }

    assertThat(contract.source().orElseThrow().location())
        .isEqualTo("mailbox://inbox/orders_*.csv");
    assertThat(runner(AS_OF, compiler()).run(List.of(contract)).get(0).status())
        .isEqualTo(RunStatus.PUBLISHED);
    assertThat(table(contract).count()).isEqualTo(1);
  }

  @Test
  void lintKnowsWhichChannelsThereAreAndEachOnce() throws Exception {
    Path file = Files.writeString(folder.resolve("a.odcs.yaml"), text());
    assertThat(ContractLoader.lint(List.of(file), compiler())).hasSize(1);
    Files.writeString(file, text().replace("mailbox", "mail-box"));

    assertThatThrownBy(() -> ContractLoader.lint(List.of(file), compiler()))
        .hasMessageContaining(
            "servers[0].serviceName: unknown channel mail-box; did you mean mailbox?");
    assertThatThrownBy(() -> Compilers.standard().compile(ContractLoader.parse(text(), "test")))
        .hasMessageContaining("Cannot make shop.mailed: unknown channel mailbox");
    assertThatThrownBy(
            () ->
                ChannelKinds.bundledAnd(
                    MailboxChannel.registration(), MailboxChannel.registration()))
        .hasMessage("Cannot register channel mailbox: two channels have this name");
  }

  private static String text() {
    return ordersText("mailed", "orders_*", "csv")
        .replace(
            "type: local, path: ./orders_*",
            "type: custom, serviceName: mailbox, location: 'inbox/orders_*.csv'");
  }

  private static ProductCompiler compiler() {
    return Compilers.with(KINDS, Formats.bundled(), PortKinds.bundled());
  }
}
