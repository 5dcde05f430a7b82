package dev.jetbridge.jobs.features.value.buying;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Purchases of customers, a day each, counted in plain Java. */
final class Log {
  static final Comparator<List<Integer>> BY_NUMBERS = Log::compare;

  private final int unitDays;
  private final Map<String, TreeMap<Integer, Double>> days = new TreeMap<>();

  Log(int unitDays) {
    this.unitDays = unitDays;
  }

  void add(String customer, LocalDate day, double amount) {
    days.computeIfAbsent(customer, c -> new TreeMap<>())
        .merge((int) day.toEpochDay(), amount, Double::sum);
  }

  /** What is known at the end of a day. */
  Window until(LocalDate cut) {
    return window(cut, cut);
  }

  /** What is known at the end of a day, and what was bought from then until another. */
  Window window(LocalDate cut, LocalDate end) {
    int now = (int) cut.toEpochDay();
    int later = (int) end.toEpochDay();
    Map<List<Integer>, Long> histories = new TreeMap<>(BY_NUMBERS);
    Map<List<Integer>, Long> gaps = new TreeMap<>(BY_NUMBERS);
    Map<List<Integer>, Long> outcomes = new TreeMap<>(BY_NUMBERS);
    for (TreeMap<Integer, Double> all : days.values()) {
      List<Integer> own = new ArrayList<>(all.headMap(now, true).keySet());
      if (own.isEmpty()) {
        continue;
      }
      int first = own.get(0);
      int observed = now - first;
      List<Integer> history = List.of(own.size() - 1, own.get(own.size() - 1) - first, observed);
      histories.merge(history, 1L, Long::sum);
      int recent = 0;
      for (int i = 1; i < own.size(); i++) {
        gaps.merge(List.of(own.get(i - 1) - first, own.get(i) - first), 1L, Long::sum);
        recent += own.get(i) - first > observed * (1 - 1 / 3.0) ? 1 : 0;
      }
      List<Integer> outcome = new ArrayList<>(history);
      outcome.add(recent);
      outcome.add(all.subMap(now, false, later, true).size());
      outcomes.merge(outcome, 1L, Long::sum);
    }
    List<List<Integer>> keys = List.copyOf(histories.keySet());
    return new Window(
        new Histories(
            column(keys, k -> k.get(0)),
            column(keys, k -> k.get(1)),
            column(keys, k -> k.get(2)),
            histories.values().stream().mapToLong(n -> n).toArray(),
            unitDays),
        new Gaps(
            column(List.copyOf(gaps.keySet()), k -> k.get(0)),
            column(List.copyOf(gaps.keySet()), k -> k.get(1)),
            gaps.values().stream().mapToLong(n -> n).toArray()),
        new Window.Outcomes(
            column(List.copyOf(outcomes.keySet()), k -> keys.indexOf(k.subList(0, 3))),
            column(List.copyOf(outcomes.keySet()), k -> k.get(3)),
            column(List.copyOf(outcomes.keySet()), k -> k.get(4)),
            outcomes.values().stream().mapToLong(n -> n).toArray()),
        later - now);
  }

  /** Windows at parts of the time from the first purchase until a day. */
  List<Window> origins(LocalDate cut, double... parts) {
    int first = days.values().stream().mapToInt(TreeMap::firstKey).min().orElseThrow();
    int length = (int) cut.toEpochDay() - first;
    List<Window> windows = new ArrayList<>();
    for (double part : parts) {
      windows.add(window(LocalDate.ofEpochDay(first + (int) (length * part)), cut));
    }
    return windows;
  }

  private static int[] column(List<List<Integer>> keys, Function<List<Integer>, Integer> value) {
    return keys.stream().mapToInt(value::apply).toArray();
  }

  private static int compare(List<Integer> one, List<Integer> other) {
    for (int i = 0; i < one.size(); i++) {
      int order = Integer.compare(one.get(i), other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
