package dev.jetbridge.pipelines.rehearsal;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the calls of a rehearsal say: who needed what, what was refused, what nobody used. */
record RehearsalReport(List<Call> calls, Map<String, Policy> policies) {
  RehearsalReport {
    calls = List.copyOf(calls);
    policies = Map.copyOf(policies);
  }

  void print(PrintWriter out) {
    needs()
        .forEach(
            (role, actions) -> {
              out.printf("%nWhat %s needed:%n", role);
              actions.forEach(
                  (action, resources) ->
                      out.printf("  %-34s %s%n", action, String.join(", ", resources)));
            });
    Map<String, Set<String>> refused = refused();
    out.printf("%n%d calls, %d kinds refused%n", calls.size(), refused.size());
    refused.forEach((need, who) -> out.printf("  refused: %s, to %s%n", need, who));
    policies.forEach(
        (role, policy) ->
            policy.unused().forEach(u -> out.printf("  never used by %s: %s%n", role, u)));
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
