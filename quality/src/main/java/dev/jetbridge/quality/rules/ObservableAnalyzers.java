package dev.jetbridge.quality.rules;

import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.analyzers.Completeness;
import com.amazon.deequ.analyzers.Compliance;
import com.amazon.deequ.analyzers.Correlation;
import com.amazon.deequ.analyzers.MaxLength;
import com.amazon.deequ.analyzers.Maximum;
import com.amazon.deequ.analyzers.Mean;
import com.amazon.deequ.analyzers.MinLength;
import com.amazon.deequ.analyzers.Minimum;
import com.amazon.deequ.analyzers.PatternMatch;
import com.amazon.deequ.analyzers.ScanShareableAnalyzer;
import com.amazon.deequ.analyzers.Size;
import com.amazon.deequ.analyzers.StandardDeviation;
import com.amazon.deequ.analyzers.Sum;
import java.util.Set;

/**
 * The analyzers that a write can compute. Being scan-shareable is not enough: the functions must
 * serialise, and the observed metric must equal the scanned one. A test holds every member to that;
 * DataType, for one, does not serialise.
 */
final class ObservableAnalyzers {
  private static final Set<Class<?>> CLASSES =
      Set.of(
          Size.class,
          Completeness.class,
          Compliance.class,
          PatternMatch.class,
          Minimum.class,
          Maximum.class,
          MinLength.class,
          MaxLength.class,
          Mean.class,
          Sum.class,
          StandardDeviation.class,
          Correlation.class);

  private ObservableAnalyzers() {}

  static boolean contains(Analyzer<?, ?> analyzer) {
    return analyzer instanceof ScanShareableAnalyzer<?, ?> && CLASSES.contains(analyzer.getClass());
  }

  static Set<Class<?>> classes() {
    return CLASSES;
  }
}
