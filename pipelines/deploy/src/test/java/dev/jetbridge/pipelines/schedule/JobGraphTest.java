package dev.jetbridge.pipelines.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobGraphTest {
  @Test
  void makesTheProductsOfADomainAndWaveInOneJob() {
    JobGraph graph = JobGraph.of(LargeMesh.whole());

    assertThat(graph.waves()).hasSize(11).allMatch(wave -> wave.size() == LargeMesh.DOMAINS);
    assertThat(graph.all().stream().filter(g -> g.domain().equals("domain_0")))
        .extracting(JobGroup::id)
        .startsWith("domain_0-wave1", "domain_0-wave2")
        .endsWith("domain_0-wave11");
    assertThat(graph.all().get(0).listed())
        .isEqualTo(
            "domain_0.file_0,domain_0.file_1,domain_0.file_2,domain_0.file_3,domain_0.file_4");
  }

  @Test
  void makesTogetherWhatIsPublishedTogetherAndWhatAContractSays() {
    String job = "  - {property: job, value: {group: deep, workers: 8, workerMemory: 64}}\n";
    Contracts mesh =
        with(
            LargeMesh.made(0, 1, "a", "[table]", job),
            LargeMesh.made(0, 2, "a", "[table]", job),
            LargeMesh.made(2, 1, "a", "[table]", "  - {property: group, value: pair}\n"),
            LargeMesh.made(3, 1, "a", "[table]", "  - {property: group, value: pair}\n"));

    JobGraph graph = JobGraph.of(mesh);

    JobGroup deep = maker(graph, "domain_0.level_1_a");
    assertThat(deep.id()).isEqualTo("domain_0-deep");
    assertThat(deep.listed()).isEqualTo("domain_0.level_1_a,domain_0.level_2_a");
    assertThat(deep.most(Contract.Job::workers)).contains(8);
    JobGroup pair = maker(graph, "domain_3.level_1_a");
    assertThat(pair.domain()).isEqualTo("domain_2");
    assertThat(pair.listed()).contains("domain_2.level_1_a", "domain_3.level_1_a");
    // Whatever is named: each job is after those of its inputs.
    List<JobGroup> order = graph.all();
    for (JobGroup group : order) {
      assertThat(graph.inputs(group)).allMatch(i -> order.indexOf(i) < order.indexOf(group));
    }
    assertThat(order.stream().mapToInt(g -> g.products().size()).sum())
        .isEqualTo(mesh.all().size());
  }

  @Test
  void makesEachProductOfTheSampleAirlineOnce() {
    Contracts mesh = ContractLoader.bundled();

    assertThat(JobGraph.of(mesh).all().stream().flatMap(g -> g.products().stream()))
        .containsExactlyInAnyOrderElementsOf(mesh.all());
  }

  private static Contracts with(Contract... replaced) {
    List<Contract> contracts = new ArrayList<>(LargeMesh.whole().all());
    for (Contract contract : replaced) {
      contracts.removeIf(c -> c.id().equals(contract.id()));
      contracts.add(contract);
    }
    return new Contracts(contracts, List.of(), List.of());
  }

  private static JobGroup maker(JobGraph graph, String product) {
    return graph.all().stream()
        .filter(g -> g.products().stream().anyMatch(c -> c.id().equals(ProductId.parse(product))))
        .findFirst()
        .orElseThrow();
  }
}
