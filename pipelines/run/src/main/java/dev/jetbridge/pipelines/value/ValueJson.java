package dev.jetbridge.pipelines.value;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.features.value.buying.BuyingModel;
import dev.jetbridge.jobs.features.value.buying.Fitted;
import dev.jetbridge.jobs.features.value.spend.SpendBlend;
import dev.jetbridge.jobs.features.value.transactions.Accuracy;
import dev.jetbridge.jobs.features.value.transactions.SpendFit;
import dev.jetbridge.jobs.features.value.transactions.ValueFit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A fit as JSON: models with parameters and errors, and how they did. */
record ValueJson(ValueFit.Request request, ValueFit.Result result) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  String text() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("model", request.model());
    all.put("calibration_end", request.calibrationEnd().toString());
    all.put("horizon_days", request.horizonDays());
    all.put("unit_days", request.unitDays());
    all.put("first_day", result.data().firstDay().toString());
    all.put("last_day", result.data().lastDay().toString());
    all.put("customers", result.data().customers());
    all.put("repeat_customers", result.window().histories().repeatCustomers());
    all.put("purchases", result.data().purchases());
    all.put("customers_after_calibration", result.data().later());
    all.put("distinct_histories", result.window().histories().size());
    all.put("purchase_models", result.models().stream().map(ValueJson::model).toList());
    if (request.model().equals(ValueFit.AUTO)) {
      all.put("origins", result.origins());
      all.put("trend", result.trend());
    }
    result.spend().ifPresent(spend -> all.put("spend_model", spend(spend)));
    result.holdout().ifPresent(holdout -> all.put("holdout", holdout(holdout)));
    try {
      return JSON.writeValueAsString(all) + "\n";
    } catch (JsonProcessingException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot write a fit as JSON", e);
    }
  }

  private static Map<String, Object> model(ValueFit.Weighted weighted) {
    Fitted<? extends BuyingModel> fitted = weighted.fitted();
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("kind", fitted.model().kind());
    model.put("weight", weighted.weight());
    model.put("parameters", fitted.known());
    model.put("standard_errors", fitted.standardErrors());
    model.put("log_likelihood", fitted.logLikelihood());
    model.put("aic", fitted.aic());
    model.put("bic", fitted.bic());
    model.put("converged", fitted.converged());
    if (!fitted.limits().isEmpty()) {
      model.put("unknown_parameters", fitted.unknown());
      model.put("limits", fitted.limits());
    }
    return model;
  }

  private static Map<String, Object> spend(SpendFit.Fitted fitted) {
    SpendBlend blend = fitted.blend();
    Map<String, Object> gammaGamma = new LinkedHashMap<>();
    if (fitted.gammaGamma().limits().isEmpty()) {
      gammaGamma.put("p", blend.gammaGamma().p());
      gammaGamma.put("q", blend.gammaGamma().q());
      gammaGamma.put("v", blend.gammaGamma().v());
    } else {
      // Where a search stopped is no parameter.
      gammaGamma.put("limits", fitted.gammaGamma().limits());
    }
    gammaGamma.put("weight", blend.share());
    Map<String, Object> logNormal = new LinkedHashMap<>();
    logNormal.put("mean", blend.logNormal().mean());
    logNormal.put("variance_within", blend.logNormal().within());
    logNormal.put("variance_between", blend.logNormal().between());
    logNormal.put("weight", 1 - blend.share());
    Map<String, Object> spend = new LinkedHashMap<>();
    spend.put("gamma_gamma", gammaGamma);
    spend.put("log_normal", logNormal);
    spend.put("origins", fitted.origins());
    spend.put("customers", Math.round(fitted.customers()));
    spend.put("values_rounded", fitted.rounded());
    return spend;
  }

  private Map<String, Object> holdout(ValueFit.Holdout holdout) {
    ValueFigures figures = new ValueFigures(result);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(result.step().word(), holdout.steps());
    all.put("purchases", accuracy(holdout.purchases()));
    all.put("median_purchases", accuracy(holdout.median()));
    holdout.meanValue().ifPresent(a -> all.put("mean_value_of_buyers", accuracy(a)));
    holdout.value().ifPresent(a -> all.put("value", accuracy(a)));
    List<Object> coverage = new ArrayList<>();
    figures
        .coverage(holdout)
        .forEach(c -> coverage.add(Map.of("nominal", c.nominal(), "actual", c.actual())));
    all.put("interval_coverage", coverage);
    all.put("by_repeat_purchases", figures.byRepeats(holdout));
    all.put("by_decile", figures.deciles(holdout));
    return all;
  }

  private static Map<String, Object> accuracy(Accuracy accuracy) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("customers", Math.round(accuracy.customers()));
    all.put("actual", accuracy.actual());
    all.put("expected", accuracy.expected());
    all.put("bias", accuracy.bias());
    all.put("mae", accuracy.meanAbsoluteError());
    all.put("rmse", accuracy.rootMeanSquareError());
    all.put("correlation", accuracy.correlation());
    return all;
  }
}
