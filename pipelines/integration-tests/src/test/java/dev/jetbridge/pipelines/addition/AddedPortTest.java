package dev.jetbridge.pipelines.addition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.channel.registration.ChannelKinds;
import dev.jetbridge.pipelines.compile.ProductCompiler;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.ingest.format.registration.Formats;
import dev.jetbridge.pipelines.ports.registration.PortKinds;
import dev.jetbridge.pipelines.ports.registration.Ports;
import dev.jetbridge.pipelines.run.RunStatus;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A port that the program does not know is one class and its registration. */
class AddedPortTest extends LakeTest {
  private static final String PORTS = "{property: outputPorts, value: [table, tally]}";
  private static final PortKinds KINDS = PortKinds.bundledAnd(TallyPort.registration());

  @TempDir private Path folder;

  @Test
  void aPublishedProductIsServedByItOnce() {
    Contract contract = orders("tallied", PORTS);
    land(
        contract,
        "orders_1.csv",
        "id,customer,amount,action,changed_at\n1,Ann,1.00,U,2023-01-01T10:00:00Z\n");
    assertThat(runner(AS_OF, compiler()).run(List.of(contract)).get(0).status())
        .isEqualTo(RunStatus.PUBLISHED);

    lake();
    try (Workspace workspace = Workspace.open(HOME, Optional.empty(), List.of())) {
      Ports ports = Ports.of(workspace, KINDS);

      assertThat(ports.serve(List.of(contract)).lines())
          .containsExactly("Tally of shop.tallied: 1");
      assertThat(ports.serve(List.of(contract)).lines()).isEmpty();
      assertThat(ports.howToRead(contract, text -> text))
          .contains(List.of("tally", "anybody", "ask for the tally of shop.tallied"));
    }
  }

  @Test
  void lintKnowsWhichPortsThereAreAndEachOnce() throws Exception {
    String good = ordersText("tallied", "orders_*", "csv", PORTS);
    Path file = Files.writeString(folder.resolve("a.odcs.yaml"), good);
    assertThat(ContractLoader.lint(List.of(file), compiler())).hasSize(1);
    Files.writeString(file, good.replace("tally]", "taly, parket]"));

    assertThatThrownBy(() -> ContractLoader.lint(List.of(file), compiler()))
        .hasMessageContaining("customProperties[2].value: unknown port taly; did you mean tally?")
        .hasMessageContaining("unknown port parket; did you mean parquet?");
    assertThatThrownBy(() -> Compilers.standard().compile(orders("tallied", PORTS)))
        .hasMessageContaining("Cannot make shop.tallied: unknown port tally");
    assertThatThrownBy(
            () -> PortKinds.bundledAnd(TallyPort.registration(), TallyPort.registration()))
        .hasMessage("Cannot register port tally: two ports have this name");
  }

  private static ProductCompiler compiler() {
    return Compilers.with(ChannelKinds.bundled(), Formats.bundled(), KINDS);
  }
}
