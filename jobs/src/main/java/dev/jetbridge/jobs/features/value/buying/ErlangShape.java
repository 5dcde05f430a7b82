package dev.jetbridge.jobs.features.value.buying;

import java.util.ArrayList;
import java.util.List;

/**
 * What an {@link ErlangModel} allows for.
 *
 * @param stages k
 * @param modified whether customers may stop after the first purchase
 * @param aging whether new customers buy at another pace
 * @param cohorts whether customers first seen early or late buy at another pace
 */
public record ErlangShape(int stages, boolean modified, boolean aging, boolean cohorts) {
  /** BG/NBD. */
  public static final ErlangShape BG_NBD = new ErlangShape(1, false, false, false);

  /** MBG/NBD. */
  public static final ErlangShape MBG_NBD = new ErlangShape(1, true, false, false);

  int dimensions() {
    return names().size();
  }

  /** The parameters in the order in which they are searched. */
  List<String> names() {
    List<String> names = new ArrayList<>(List.of("r", "alpha", "a", "b"));
    if (aging) {
      names.addAll(List.of("c", "tau"));
    }
    if (cohorts) {
      names.add(Fitted.COHORT);
    }
    return names;
  }
}
