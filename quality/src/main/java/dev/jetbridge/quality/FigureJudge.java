package dev.jetbridge.quality;

import com.amazon.deequ.anomalydetection.AnomalyDetectionStrategy;
import com.amazon.deequ.anomalydetection.AnomalyDetector;
import com.amazon.deequ.anomalydetection.BatchNormalStrategy;
import com.amazon.deequ.anomalydetection.DataPoint;
import com.amazon.deequ.anomalydetection.RelativeRateOfChangeStrategy;
import com.amazon.deequ.anomalydetection.SimpleThresholdStrategy;
import dev.jetbridge.contracts.SourceFormat;
import java.util.ArrayList;
import java.util.List;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Compares a figure with those before it by the strategies of Deequ. A figure is unusual when two
 * strategies say so: that of the contract, and a threshold around the same centre, so that a figure
 * that never moved may move a little.
 *
 * <p>Deequ's online strategy counts the new figure into the deviation it is judged by: of n figures
 * none is further than sqrt(n - 1) deviations from their mean, so that three are never reached with
 * fewer than ten before. Its batch strategy leaves the new figure out.
 */
public final class FigureJudge {
  /** With fewer figures before it, a figure is not judged. */
  public static final int LEAST = 5;

  private final SourceFormat.Anomalies settings;

  public FigureJudge(SourceFormat.Anomalies settings) {
    this.settings = settings;
  }

  /**
   * What a figure may be, and how much of a change is never unusual.
   *
   * @param onlyAbove whether a low figure is as good as an ordinary one
   * @param relative share of the centre within which it may move
   * @param absolute how far it may move whatever the centre is
   * @param most the largest value it can have; the smallest is 0
   */
  public record Scale(boolean onlyAbove, double relative, double absolute, double most) {}

  /**
   * What the figures before say.
   *
   * @param judged false when they are too few; then the range is that of the scale
   * @param low the least that is expected
   * @param high the most that is expected
   * @param points the number of figures before
   */
  public record Judgement(boolean judged, boolean unusual, double low, double high, int points) {}

  /**
   * Judges a figure.
   *
   * @param before the figures before it, oldest first
   */
  public Judgement judge(List<Double> before, double value, Scale scale) {
    if (before.size() < LEAST) {
      return new Judgement(false, false, 0, scale.most(), before.size());
    }
    boolean normal = settings.strategy() == SourceFormat.Strategy.NORMAL;
    double centre = normal ? mean(before) : before.get(before.size() - 1);
    double width = settings.sensitivity() * (normal ? deviation(before, centre) : centre);
    double tolerated = Math.max(scale.relative() * centre, scale.absolute());
    boolean unusual =
        flags(normal ? ofNormal(scale) : ofChange(scale), before, value)
            && flags(ofThreshold(scale, centre, tolerated), before, value);
    double range = Math.max(width, tolerated);
    return new Judgement(
        true,
        unusual,
        scale.onlyAbove() ? 0 : Math.max(0, centre - range),
        Math.min(scale.most(), centre + range),
        before.size());
  }

  private AnomalyDetectionStrategy ofNormal(Scale scale) {
    return new BatchNormalStrategy(
        scale.onlyAbove() ? Option.empty() : Option.apply(settings.sensitivity()),
        Option.apply(settings.sensitivity()),
        false);
  }

  private AnomalyDetectionStrategy ofChange(Scale scale) {
    return new RelativeRateOfChangeStrategy(
        scale.onlyAbove() ? Option.empty() : Option.apply(1 - settings.sensitivity()),
        Option.apply(1 + settings.sensitivity()),
        1);
  }

  private static AnomalyDetectionStrategy ofThreshold(
      Scale scale, double centre, double tolerated) {
    return new SimpleThresholdStrategy(
        scale.onlyAbove() ? -Double.MAX_VALUE : centre - tolerated, centre + tolerated);
  }

  private static boolean flags(
      AnomalyDetectionStrategy strategy, List<Double> before, double value) {
    List<DataPoint<Object>> points = new ArrayList<>();
    for (double figure : before) {
      points.add(new DataPoint<>(points.size(), Option.apply(figure)));
    }
    return new AnomalyDetector(strategy)
        .isNewPointAnomalous(sequence(points), new DataPoint<>(points.size(), Option.apply(value)))
        .anomalies()
        .nonEmpty();
  }

  private static Seq<DataPoint<Object>> sequence(List<DataPoint<Object>> points) {
    return JavaConverters.asScalaBuffer(points);
  }

  private static double mean(List<Double> figures) {
    return figures.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** Of a sample, as Deequ's batch strategy has it. */
  private static double deviation(List<Double> figures, double mean) {
    double squares = figures.stream().mapToDouble(f -> (f - mean) * (f - mean)).sum();
    return Math.sqrt(squares / (figures.size() - 1));
  }
}
