package dev.jetbridge.jobs.features.value.buying;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fits one of the models by its name. Where nobody seems to stop, a model with drop-out has no
 * likeliest parameters, and what is left is {@link Nbd}, which says so.
 */
public final class PlainFit {
  /** Names of the models, each with what it assumes. */
  public static final List<String> NAMES =
      List.of("bg-nbd", "mbg-nbd", "pareto-nbd", "bg-cnbd", "mbg-cnbd", "nbd", "bg-bb");

  /** The one for which a history counts periods, not days. */
  public static final String BG_BB = "bg-bb";

  private static final int MOST_STAGES = 4;
  private static final double NOBODY = 0.01;
  private static final double ALIKE = 0.05;
  private static final String LASTING = "nobody seems to stop buying, so it is a plain nbd";

  private PlainFit() {}

  /**
   * The fitted model.
   *
   * @param name one of {@link #NAMES}; of the regular ones, the number of stages from 1 to 4 with
   *     the largest likelihood is taken
   */
  public static Fitted<? extends BuyingModel> fit(String name, Window now) {
    Histories histories = now.histories();
    return switch (name) {
      case "bg-nbd" -> stopping(erlang(now, 1, false), histories);
      case "mbg-nbd" -> stopping(erlang(now, 1, true), histories);
      case "bg-cnbd" -> stopping(regular(now, false), histories);
      case "mbg-cnbd" -> stopping(regular(now, true), histories);
      case "pareto-nbd" -> pareto(histories);
      case BG_BB -> BgBbFit.fit(histories);
      case "nbd" -> Nbd.fit(histories, "customers are taken never to stop buying");
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Fitted<ErlangModel> erlang(Window now, int stages, boolean modified) {
    return ErlangFit.fit(
        now.histories(), now.gaps(), new ErlangShape(stages, modified, false, false));
  }

  private static Fitted<ErlangModel> regular(Window now, boolean modified) {
    return IntStream.rangeClosed(1, MOST_STAGES)
        .mapToObj(stages -> erlang(now, stages, modified))
        .max(Comparator.comparingDouble(Fitted::logLikelihood))
        .orElseThrow();
  }

  private static Fitted<? extends BuyingModel> stopping(
      Fitted<ErlangModel> fitted, Histories histories) {
    ErlangModel.Rates rates = fitted.model().rates();
    boolean mayLast = fitted.model().stages() == 1 && rates.a() / (rates.a() + rates.b()) < NOBODY;
    return mayLast ? simpler(fitted, histories) : fitted;
  }

  private static Fitted<? extends BuyingModel> pareto(Histories histories) {
    Fitted<ParetoNbd> fitted = ParetoNbdFit.fit(histories);
    ParetoNbd model = fitted.model();
    double stopped =
        1
            - Math.pow(
                model.beta() / (model.beta() + histories.mostDays() / histories.unitDays()),
                model.s());
    return stopped < NOBODY ? simpler(fitted, histories) : fitted;
  }

  private static Fitted<? extends BuyingModel> simpler(
      Fitted<? extends BuyingModel> fitted, Histories histories) {
    Fitted<Nbd> lasting = Nbd.fit(histories, LASTING);
    return lasting.logLikelihood() >= fitted.logLikelihood() - ALIKE ? lasting : fitted;
  }
}
