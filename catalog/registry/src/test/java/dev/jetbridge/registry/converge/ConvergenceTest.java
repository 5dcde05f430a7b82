package dev.jetbridge.registry.converge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConvergenceTest {
  private final Map<String, String> service = new TreeMap<>();
  private final List<String> written = new ArrayList<>();

  @Test
  void writesWhatDiffersAndTheSecondTimeNothing() {
    service.put("job other", "of others");
    service.put("job changed", "old");
    for (int round = 0; round < 2; round++) {
      for (String name : List.of("fresh", "changed")) {
        Convergence.converge(desired("job " + name)).ifPresent(written::add);
      }
    }

    assertThat(written).containsExactly("create job fresh", "update job changed: text");
    assertThat(service)
        .isEqualTo(Map.of("job other", "of others", "job changed", "new", "job fresh", "new"));
  }

  @Test
  void deletesOnlyWhatItMadeItself() {
    service.putAll(Map.of("a", "", "b", "", "of others", ""));

    assertThat(Convergence.remove("job", Set.of("a", "b"), List.of("b", "c"), service::remove))
        .containsExactly("delete job a");
    assertThat(service).containsOnlyKeys("b", "of others");
  }

  private DesiredState<String> desired(String name) {
    return new DesiredState<>(
        name,
        () -> Optional.ofNullable(service.get(name)),
        () -> service.put(name, "new"),
        text -> text.equals("new") ? List.of() : List.of("text"),
        text -> service.replace(name, text, "new"));
  }
}
