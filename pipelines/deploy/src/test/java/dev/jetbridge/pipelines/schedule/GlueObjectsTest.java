package dev.jetbridge.pipelines.schedule;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.contracts.ProductId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.CreateTriggerRequest;
import software.amazon.awssdk.services.glue.model.CreateWorkflowRequest;
import software.amazon.awssdk.services.glue.model.TriggerType;

/**
 * A mesh that is larger than a workflow may be. Source: AWS Glue developer guide, "Blueprint and
 * workflow restrictions" (100 jobs, crawlers and triggers a workflow, one starting trigger, 100
 * events and 900 s a batch); Amazon EventBridge quotas (2,048 characters an event pattern).
 */
class GlueObjectsTest {
  private static final String CRON = "cron(0 3 * * ? *)";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void keepsEachWorkflowOfAMeshOf300ProductsWithinTheLimitsOfGlue() throws Exception {
    GlueObjects objects = objects(LargeMesh.whole());

    assertThat(objects.workflows()).hasSize(2 * LargeMesh.DOMAINS);
    Map<String, List<CreateTriggerRequest>> triggers = triggers(objects);
    Map<String, String> products = products(objects);
    Set<String> started = new HashSet<>();
    for (CreateWorkflowRequest workflow : objects.workflows()) {
      List<CreateTriggerRequest> own = triggers.get(workflow.name());
      Set<String> jobs =
          own.stream().flatMap(t -> t.actions().stream().map(a -> a.jobName())).collect(toSet());
      assertThat(own.size() + jobs.size()).isLessThanOrEqualTo(100);
      assertThat(own.stream().filter(t -> t.type() != TriggerType.CONDITIONAL)).hasSize(1);
      assertThat(workflow.defaultRunProperties()).containsEntry("as-of-clock", CRON);
      for (String job : jobs) {
        assertThat(started.add(job)).as(job + " in two workflows").isTrue();
      }
      // A condition on a job of another workflow never fires.
      assertThat(
              own.stream()
                  .filter(t -> t.predicate() != null)
                  .flatMap(t -> t.predicate().conditions().stream().map(c -> c.jobName())))
          .allMatch(jobs::contains);
    }
    started.removeIf(job -> job.endsWith("-serve"));
    assertThat(started.stream().flatMap(j -> Arrays.stream(products.get(j).split(",", -1))))
        .containsExactlyInAnyOrderElementsOf(
            LargeMesh.whole().all().stream().map(c -> c.id().toString()).toList());
    assertThat(objects.rules())
        .hasSize(LargeMesh.DOMAINS)
        .allSatisfy(
            rule -> {
              assertThat(rule.rule().eventPattern()).hasSizeLessThanOrEqualTo(2048);
              assertThat(rule.target().arn())
                  .isEqualTo("arn:aws:glue:eu-west-1:123456789012:workflow/" + rule.name());
              assertThat(rule.target().roleArn()).endsWith(":role/jetbridge-events");
            });
  }

  @Test
  void makesEveryProductOfTheInstantAndBlocksOnlyTheReadersOfARefusedOne() throws Exception {
    Contracts mesh = LargeMesh.whole();
    GlueObjects objects = objects(mesh);
    ProductId refused = ProductId.parse("domain_4.level_3_a");

    Set<ProductId> all = night(mesh, objects, Set.of());
    Set<ProductId> some = night(mesh, objects, Set.of(refused));

    assertThat(all).hasSize(300);
    Set<ProductId> missing = new HashSet<>(all);
    missing.removeAll(some);
    assertThat(missing).isEqualTo(LargeMesh.with(mesh, refused)).hasSizeBetween(10, 200);
  }

  @Test
  void saysWhatALargeMeshNeeds() throws Exception {
    List<Contract> contracts = new ArrayList<>(LargeMesh.whole().all());
    contracts.removeIf(c -> c.id().equals(ProductId.parse("domain_2.level_1_a")));
    contracts.add(LargeMesh.made(2, 1, "a", "[table]", ""));
    Contracts silent = new Contracts(contracts, List.of(), List.of());

    assertThatThrownBy(() -> objects(silent))
        .isInstanceOf(JetbridgeException.class)
        .hasMessage(
            "Cannot schedule one workflow a domain: publications start the workflows of the domains"
                + " that read them, and these products tell nobody: domain_2.level_1_a; add event"
                + " to their outputPorts, or schedule with stepfunctions");
    assertThatThrownBy(() -> objects(LargeMesh.whole(), Installation.SETTINGS, CRON))
        .hasMessageContaining("schedule.events-role is missing");
    assertThatThrownBy(
            () -> objects(LargeMesh.whole(), Installation.WITH_EVENTS, "cron(0 3 ? * 2#1 *)"))
        .hasMessageContaining("without L, W and #; change schedule.cron");
  }

  @Test
  void listensToWholeDomainsWhenTheNamesAreTooManyForAPattern() {
    Set<ProductId> many = LargeMesh.whole().all().stream().map(Contract::id).collect(toSet());

    assertThat(PublicationRule.pattern(many))
        .hasSizeLessThan(2048)
        .contains("{\"prefix\":\"domain_0.\"}")
        .startsWith("{\"detail\":{\"product\":[");
  }

  /** What is published when all workflows run as their triggers and rules say. */
  private static Set<ProductId> night(Contracts mesh, GlueObjects objects, Set<ProductId> refused)
      throws Exception {
    Map<String, List<CreateTriggerRequest>> triggers = triggers(objects);
    Map<String, String> products = products(objects);
    Set<ProductId> published = new HashSet<>();
    Set<String> waiting =
        objects.workflows().stream()
            .map(CreateWorkflowRequest::name)
            .filter(name -> !name.endsWith("-after"))
            .collect(toSet());
    while (!waiting.isEmpty()) {
      String workflow = waiting.iterator().next();
      waiting.remove(workflow);
      Set<ProductId> before = new HashSet<>(published);
      // All jobs succeed: a refused product is the ledger's affair, which its readers ask.
      Set<String> ended = new HashSet<>();
      boolean progress = true;
      while (progress) {
        progress = false;
        for (CreateTriggerRequest trigger : triggers.get(workflow)) {
          boolean fires =
              trigger.predicate() == null
                  || trigger.predicate().conditions().stream()
                      .allMatch(c -> ended.contains(c.jobName()));
          for (var action : trigger.actions()) {
            if (fires && ended.add(action.jobName())) {
              progress = true;
              for (String product : products.getOrDefault(action.jobName(), "").split(",", -1)) {
                if (product.isEmpty()) {
                  continue;
                }
                Contract contract = mesh.get(ProductId.parse(product));
                if (!refused.contains(contract.id())
                    && published.containsAll(contract.derivation().inputs())) {
                  published.add(contract.id());
                }
              }
            }
          }
        }
      }
      Set<ProductId> told = new HashSet<>(published);
      told.removeAll(before);
      assertThat(told).allMatch(id -> mesh.get(id).ports().contains(OutputPort.EVENT));
      for (EventRules.Wanted rule : objects.rules()) {
        Set<String> named = new HashSet<>();
        JSON.readTree(rule.rule().eventPattern())
            .at("/detail/product")
            .forEach(p -> named.add(p.asText()));
        if (told.stream().anyMatch(id -> named.contains(id.toString()))) {
          waiting.add(rule.name());
        }
      }
    }
    return published;
  }

  private static Map<String, List<CreateTriggerRequest>> triggers(GlueObjects objects) {
    return objects.triggers().stream()
        .filter(t -> t.workflowName() != null)
        .collect(groupingBy(CreateTriggerRequest::workflowName));
  }

  private static Map<String, String> products(GlueObjects objects) {
    return objects.jobs().stream()
        .filter(j -> j.defaultArguments().containsKey("--scheduled"))
        .collect(toMap(CreateJobRequest::name, j -> j.defaultArguments().get("--product")));
  }

  private GlueObjects objects(Contracts mesh) throws Exception {
    return objects(mesh, Installation.WITH_EVENTS, CRON);
  }

  private GlueObjects objects(Contracts mesh, String settings, String cron) throws Exception {
    return GlueObjects.of(Installation.jobs(folder, settings), JobGraph.of(mesh), cron);
  }
}
