package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.yaml.ObjectShape;
import dev.jetbridge.contracts.yaml.Shape;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how long a product keeps what it no longer needs. */
final class MaintenanceReader {
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,4}) (hour|day)s?");
  private static final Shape DURATION_SHAPE =
      Shape.matching(DURATION, "a number of hours or days such as 36 hours or 7 days");

  static final Shape SHAPE =
      new ObjectShape()
          .optional("snapshotsFor", DURATION_SHAPE)
          .optional("runsAtLeast", Shape.atLeast(1))
          .optional("auditBranchesFor", DURATION_SHAPE)
          .optional("portVersionsFor", DURATION_SHAPE);

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
    return given
        .flatMap(g -> g.text(key))
        .map(DURATION::matcher)
        .filter(Matcher::matches)
        .map(
            m -> {
              long number = Long.parseLong(m.group(1));
              return m.group(2).equals("day") ? Duration.ofDays(number) : Duration.ofHours(number);
            });
  }
}
