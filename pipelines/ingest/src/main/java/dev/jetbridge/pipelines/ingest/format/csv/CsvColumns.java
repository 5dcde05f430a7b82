package dev.jetbridge.pipelines.ingest.format.csv;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.HeaderNames;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.ingest.draft.ColumnNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the columns of a CSV file are called, and why that is not what its header says where it is
 * not.
 *
 * @param names each once
 * @param written as the header has them; empty without one
 * @param byPlace why a header cannot name them, in words; empty when it can
 * @param normalised whether names have blanks or characters that the eye does not see
 */
record CsvColumns(
    List<String> names, List<String> written, Optional<String> byPlace, boolean normalised) {
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\u00AD\\u200B-\\u200F\\u2060\\uFEFF]");
  private static final Pattern BLANKS =
      Pattern.compile("[\\s\\u00A0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000]+");

  CsvColumns {
    names = List.copyOf(names);
    written = List.copyOf(written);
  }

  static CsvColumns ofHeader(List<String> written, Optional<Contract> product) {
    if (product.isPresent()) {
      HeaderNames names =
          product.get().source().map(SourceFormat::headerNames).orElse(HeaderNames.EXACT);
      List<String> known = sources(product.get());
      return new CsvColumns(
          once(written.stream().map(names.among(known)).toList()),
          written,
          Optional.empty(),
          false);
    }
    Optional<String> unfit = unfit(written);
    if (unfit.isPresent()) {
      return new CsvColumns(ColumnNames.unique(written), written, unfit, false);
    }
    List<String> clean = written.stream().map(CsvColumns::visible).toList();
    long different = clean.stream().map(HeaderNames.NORMALISED).distinct().count();
    boolean odd = !clean.equals(written) && different == written.size();
    return new CsvColumns(odd ? clean : written, written, Optional.empty(), odd);
  }

  /** Without a header: those of the contract in their order, or numbered ones. */
  static CsvColumns ofPlaces(int width, Optional<Contract> product) {
    List<String> known =
        product
            .filter(p -> p.source().map(CsvSettings::of).filter(s -> !s.header()).isPresent())
            .map(CsvColumns::sources)
            .orElse(List.of());
    List<String> names = new ArrayList<>(known.subList(0, Math.min(width, known.size())));
    while (names.size() < width) {
      names.add("column_" + (names.size() + 1));
    }
    return new CsvColumns(names, List.of(), Optional.empty(), false);
  }

  private static List<String> sources(Contract product) {
    return product.fileColumns().stream().map(c -> c.sourceName()).toList();
  }

  /** The first two columns that no name tells apart. */
  private static Optional<String> unfit(List<String> written) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < written.size(); i++) {
      Integer first = places.putIfAbsent(written.get(i), i + 1);
      if (first != null) {
        return Optional.of(
            "columns "
                + first
                + " and "
                + (i + 1)
                + (written.get(i).isEmpty() ? " have no name" : " have the same name"));
      }
    }
    return Optional.empty();
  }

  /** Of two columns with one name a contract knows the first only. */
  private static List<String> once(List<String> names) {
    HashSet<String> seen = new HashSet<>();
    List<String> once = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      once.add(seen.add(names.get(i)) ? names.get(i) : names.get(i) + " " + (i + 1));
    }
    return once;
  }

  private static String visible(String name) {
    if (name.length() > HeaderNames.LONGEST) {
      return name;
    }
    String clean = INVISIBLE.matcher(HeaderNames.composed(name)).replaceAll("");
    return BLANKS.matcher(clean).replaceAll(" ").strip();
  }

  /** Whether the last column has no name, so that it may be a delimiter too many. */
  boolean endsUnnamed() {
    return written.size() > 1 && written.get(written.size() - 1).isEmpty();
  }
}
