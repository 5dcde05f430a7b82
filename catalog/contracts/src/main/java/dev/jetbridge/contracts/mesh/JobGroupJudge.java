package dev.jetbridge.contracts.mesh;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.reading.CustomProperties;
import dev.jetbridge.contracts.reading.Draft;
import dev.jetbridge.contracts.reading.JobReader;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Judges which products one job shall make: whether it could. A job whose products wait for each
 * other through a product of another job never would start.
 */
final class JobGroupJudge {
  private final Map<ProductId, Draft> drafts = new TreeMap<>();

  /** The products that are made with each product, by the contracts of any of them. */
  private final Map<ProductId, Set<ProductId>> fellows = new TreeMap<>();

  private final GroupJudge.Faults faults;
  private final Waiting waiting;

  JobGroupJudge(Collection<Draft> all, GroupJudge.Faults faults) {
    this.faults = faults;
    this.waiting = new Waiting(drafts, draft -> fellows.getOrDefault(draft.id(), Set.of()));
    all.forEach(d -> drafts.put(d.id(), d));
    Map<String, Set<ProductId>> published = new TreeMap<>();
    Map<String, Set<ProductId>> made = new TreeMap<>();
    for (Draft draft : all) {
      text(draft.place(CustomProperties.GROUP), draft)
          .ifPresent(g -> published.computeIfAbsent(g, k -> new TreeSet<>()).add(draft.id()));
      job(draft)
          .ifPresent(
              g ->
                  made.computeIfAbsent(draft.id().domain() + "." + g, k -> new TreeSet<>())
                      .add(draft.id()));
    }
    published.values().forEach(this::join);
    made.values().forEach(this::join);
  }

  /** Who is made with one of them is made with all of them. */
  private void join(Set<ProductId> members) {
    Set<ProductId> joined = new TreeSet<>(members);
    members.forEach(m -> joined.addAll(fellows.getOrDefault(m, Set.of())));
    joined.forEach(m -> fellows.put(m, joined));
  }

  void check() {
    for (Draft draft : drafts.values()) {
      job(draft)
          .ifPresent(
              group -> {
                torn(draft, group);
                circle(draft, group);
              });
    }
  }

  private void torn(Draft draft, String group) {
    for (ProductId fellow : fellows.get(draft.id())) {
      Draft other = drafts.get(fellow);
      boolean together =
          text(draft.place(CustomProperties.GROUP), draft)
              .equals(text(other.place(CustomProperties.GROUP), other));
      Optional<String> said = job(other);
      if (together && said.isPresent() && !said.get().equals(group)) {
        add(
            draft,
            "the group must be as in " + fellow + ": the two are published together, by one job");
      }
    }
  }

  private void circle(Draft draft, String group) {
    Set<ProductId> members = fellows.get(draft.id());
    for (ProductId input : waiting.inputs(draft.id())) {
      if (!members.contains(input)) {
        waiting
            .reached(input, members)
            .ifPresent(
                back ->
                    add(
                        draft,
                        "one job cannot make the group "
                            + group
                            + ": "
                            + draft.id()
                            + " reads "
                            + input
                            + ", which waits for "
                            + back));
      }
    }
  }

  private static Optional<String> job(Draft draft) {
    return draft.contract().flatMap(c -> c.job().group());
  }

  private static Optional<String> text(YamlNode place, Draft draft) {
    return place.equals(draft.document()) || !place.is(YamlNode.Kind.TEXT)
        ? Optional.empty()
        : Optional.of(place.text());
  }

  private void add(Draft draft, String text) {
    faults.add(draft, new GroupJudge.Fault(JobReader.PROPERTY, text));
  }
}
