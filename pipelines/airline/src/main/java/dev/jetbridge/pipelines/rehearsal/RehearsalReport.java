package dev.jetbridge.pipelines.rehearsal;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the calls of a rehearsal say: who needed what, what was refused, what nobody used. */
record RehearsalReport(List<Call> calls, Map<String, Policy> policies) {
  private static final int SHOWN = 2;

  RehearsalReport {
    calls = List.copyOf(calls);
    policies = Map.copyOf(policies);
  }

  /**
   * Tells it, and writes down what is long.
   *
   * @param needs gets each action with each resource
   */
  void print(PrintWriter out, Path needs) {
    List<String> lines = new ArrayList<>();
    needs()
        .forEach(
            (role, actions) -> {
              out.printf("%nWhat %s needed:%n", role);
              actions.forEach(
                  (action, resources) -> {
                    out.printf("  %-34s %s%n", action, shortened(resources));
                    resources.forEach(resource -> lines.add(role + " " + action + " " + resource));
                  });
            });
    Map<String, Set<String>> refused = refused();
    out.printf("%n%d calls, %d permissions refused%n", calls.size(), refused.size());
    refused.forEach((need, who) -> out.printf("  refused: %s, to %s%n", need, who));
    policies.forEach((role, policy) -> printUnused(out, role, policy.unused()));
    try {
      Files.write(needs, lines);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot write " + needs + ": " + e.getMessage(), e);
    }
    out.println("All of it is in " + needs);
  }

  private static void printUnused(PrintWriter out, String role, List<Policy.Unused> unused) {
    Map<String, Set<String>> documented = new TreeMap<>();
    for (Policy.Unused grant : unused) {
      grant
          .document()
          .ifPresentOrElse(
              document ->
                  documented.computeIfAbsent(document, d -> new TreeSet<>()).add(grant.action()),
              () ->
                  out.printf(
                      "  no call of %s needed %s on %s%n", role, grant.action(), grant.resource()));
    }
    documented.forEach(
        (document, actions) ->
            out.printf(
                "  %s may besides %s, by \"%s\"%n", role, String.join(", ", actions), document));
  }

  private static String shortened(Set<String> resources) {
    String shown = resources.stream().limit(SHOWN).collect(Collectors.joining(", "));
    int more = resources.size() - SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  /** By role, the actions and the resources on which they were needed. */
  Map<String, Map<String, Set<String>>> needs() {
    Map<String, Map<String, Set<String>>> needs = new TreeMap<>();
    for (Call call : calls) {
      for (Permission need : call.needs()) {
        needs
            .computeIfAbsent(call.caller().role(), r -> new TreeMap<>())
            .computeIfAbsent(need.action(), a -> new TreeSet<>())
            .add(folded(need.resource()));
      }
    }
    return needs;
  }

  /** What was refused, and to whom. */
  Map<String, Set<String>> refused() {
    Map<String, Set<String>> refused = new TreeMap<>();
    for (Call call : calls) {
      call.refused()
          .forEach(
              need ->
                  refused
                      .computeIfAbsent(need.toString(), n -> new TreeSet<>())
                      .add(call.caller().name()));
    }
    return refused;
  }

  /** Objects by the first folder that they are in: nobody grants each of a thousand. */
  private static String folded(String resource) {
    String[] parts = resource.split("/", 3);
    return resource.contains(":s3:::") && parts.length == 3
        ? parts[0] + "/" + parts[1] + "/*"
        : resource;
  }
}
