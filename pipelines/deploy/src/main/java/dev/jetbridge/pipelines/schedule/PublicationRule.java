package dev.jetbridge.pipelines.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.ports.EventPort;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * The rule by which publications of some products start a workflow. Source: AWS Glue developer
 * guide, "Starting an AWS Glue workflow with an Amazon EventBridge event"; Amazon EventBridge user
 * guide, "Creating Amazon EventBridge event patterns".
 */
final class PublicationRule {
  /** Amazon EventBridge quotas, "Size of the event pattern". */
  private static final int PATTERN = 2048;

  private static final ObjectMapper JSON = new ObjectMapper();

  private PublicationRule() {}

  static EventRules.Wanted of(
      ScheduleSettings settings, String workflow, Set<ProductId> products, String role) {
    return new EventRules.Wanted(
        EventRules.rule(settings, workflow, settings.eventBus())
            .description("Starts the workflow when what it reads was published.")
            .eventPattern(pattern(products))
            .build(),
        Target.builder()
            .id("workflow")
            .arn(settings.arn("glue", "workflow/" + workflow))
            .roleArn(role)
            .build());
  }

  /** The products by their names; those of whole domains when their names are too many. */
  static String pattern(Set<ProductId> products) {
    String named = pattern(products.stream().map(ProductId::toString));
    return named.length() <= PATTERN
        ? named
        : pattern(
            products.stream()
                .map(ProductId::domain)
                .distinct()
                .sorted()
                .map(domain -> Map.of("prefix", domain + ".")));
  }

  private static String pattern(Stream<?> products) {
    try {
      return JSON.writeValueAsString(
          new TreeMap<>(
              Map.of(
                  "source",
                  List.of(EventPort.SOURCE),
                  "detail-type",
                  List.of(EventPort.DETAIL_TYPE),
                  "detail",
                  Map.of("product", products.toList()))));
    } catch (JsonProcessingException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot write an event pattern", e);
    }
  }
}
