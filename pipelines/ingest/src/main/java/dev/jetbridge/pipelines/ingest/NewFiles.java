package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Of files that are sent those that a run would look at: the same bytes are one file in landing,
 * and one that was dealt with is not taken again by itself.
 *
 * @param passedOver the names of the others, each with the reason
 */
record NewFiles(List<LandedFile> files, Map<String, String> passedOver) {
  static NewFiles of(ProductId product, List<LandedFile> sent, Before before) {
    List<LandedFile> files = new ArrayList<>();
    Map<String, String> passedOver = new TreeMap<>();
    Map<String, String> names = new HashMap<>();
    for (LandedFile file : sent) {
      Before.DealtWith dealt = before.dealtWith().get(file.hash());
      String twin = names.putIfAbsent(file.hash(), file.name());
      if (dealt != null) {
        passedOver.put(file.name(), reason(product, file, dealt));
      } else if (twin != null) {
        passedOver.put(file.name(), sameAs(twin));
      } else {
        files.add(file);
      }
    }
    return new NewFiles(files, passedOver);
  }

  private static String reason(ProductId product, LandedFile file, Before.DealtWith dealt) {
    if (dealt.withdrawn()) {
      return "its run was withdrawn; jetbridge retry " + product + " takes it again";
    }
    if (dealt.refused()) {
      return "it was refused before; jetbridge quarantine replay " + product + " takes it again";
    }
    return dealt.name().equals(file.name())
        ? "it was taken before and counts once"
        : sameAs(dealt.name());
  }

  private static String sameAs(String other) {
    return "it has the content of " + Printable.of(other) + " and counts once";
  }
}
