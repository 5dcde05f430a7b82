package dev.jetbridge.contracts.yaml;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The words that a contract has for the values of an enum. */
public final class Labels {
  private Labels() {}

  /** One of the words. */
  public static <T> Shape shape(T[] values, Function<T, String> label) {
    return Shape.oneOf(Arrays.stream(values).map(label).toArray(String[]::new));
  }

  /** What a word stands for; empty for one that is none, which the shape has refused. */
  public static <T> Optional<T> find(T[] values, Function<T, String> label, String word) {
    return Stream.of(values).filter(v -> label.apply(v).equals(word)).findFirst();
  }
}
