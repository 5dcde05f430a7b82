package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.pipelines.channel.Channel;
import dev.jetbridge.pipelines.channel.registration.Channels;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What jobs will ask the configuration for: each would fail every night without it. */
final class JobNeeds {
  private JobNeeds() {}

  /** What is missing, with what needs it. */
  static List<String> missing(Workspace workspace) {
    Config config = workspace.config();
    List<String> missing = new ArrayList<>();
    if (config.platform() == Config.Platform.LOCAL) {
      missing.add("aws.region is missing");
      missing.add("aws.warehouse is missing");
    }
    // Nothing is simulated on AWS: somebody must serve the files.
    for (Channel channel : Channels.of(workspace).all()) {
      String products = products(workspace, channel::serves);
      channel
          .missing()
          .filter(how -> !products.isEmpty())
          .ifPresent(how -> missing.add("the files of " + products + " come " + how));
    }
    if (config.pseudonymKey().isEmpty()) {
      missing.add(
          "pseudonym-key-secret or pseudonym-key-file is missing, by which jobs make tokens");
    }
    String features = products(workspace, c -> c.ports().contains(OutputPort.FEATURE_GROUP));
    if (!features.isEmpty() && config.aws().featureStoreRole().isEmpty()) {
      missing.add("aws.feature-store-role is missing, for the port feature-group of " + features);
    }
    return missing;
  }

  private static String products(Workspace workspace, Predicate<Contract> which) {
    return workspace.contracts().all().stream()
        .filter(which)
        .map(c -> c.id().toString())
        .collect(Collectors.joining(", "));
  }
}
