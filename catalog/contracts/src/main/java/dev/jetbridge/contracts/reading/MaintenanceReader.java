package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.yaml.ObjectShape;
import dev.jetbridge.contracts.yaml.Shape;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.time.Duration;
import java.util.Optional;

/** Reads how long a product keeps what it no longer needs. */
final class MaintenanceReader {
  static final Shape SHAPE =
      new ObjectShape()
          .optional("snapshotsFor", Durations.SHAPE)
          .optional("runsAtLeast", Shape.atLeast(1))
          .optional("auditBranchesFor", Durations.SHAPE)
          .optional("portVersionsFor", Durations.SHAPE);

  private MaintenanceReader() {}

  static Contract.Maintenance read(CustomProperties properties) {
    Contract.Maintenance byDefault = Contract.Maintenance.DEFAULT;
    Optional<YamlNode> given = properties.value("maintenance", YamlNode.Kind.OBJECT);
    return new Contract.Maintenance(
        duration(given, "snapshotsFor").orElse(byDefault.snapshotsFor()),
        given
            .flatMap(g -> g.field("runsAtLeast", YamlNode.Kind.INTEGER))
            .flatMap(YamlNode::asInt)
            .orElse(byDefault.runsAtLeast()),
        duration(given, "auditBranchesFor").orElse(byDefault.auditBranchesFor()),
        duration(given, "portVersionsFor").orElse(byDefault.portVersionsFor()));
  }

  private static Optional<Duration> duration(Optional<YamlNode> given, String key) {
    return given.flatMap(g -> g.text(key)).flatMap(Durations::of);
  }
}
