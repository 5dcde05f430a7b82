package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.ProductId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The run graph as a state machine of Step Functions: the waves one after another, the products of
 * a wave at the same time. A product whose inputs did not all succeed is blocked, the others go on;
 * at the end the execution fails when anything did. All jobs get one as-of instant: {@code as_of}
 * of the input, else when the execution started.
 *
 * <p>Source: Amazon States Language specification, query language JSONPath; AWS Step Functions
 * developer guide, "Start an AWS Glue job".
 */
record StateMachine(GlueJobs jobs, Contracts contracts) {
  private static final String SUCCEEDED = "succeeded";
  private static final String AS_OF = "as_of";

  /** The definition, members in the order they are best read. */
  Map<String, Object> definition() {
    Map<String, Object> states = new LinkedHashMap<>();
    List<List<Contract>> waves = contracts.wavesOfProducts();
    states.put("As of", asOf());
    states.put("As asked", pass(Map.of(AS_OF + ".$", "$." + AS_OF), wave(1)));
    states.put("As of the start", pass(Map.of(AS_OF + ".$", "$$.Execution.StartTime"), wave(1)));
    Map<ProductId, Integer> waveOf = new HashMap<>();
    for (int i = 1; i <= waves.size(); i++) {
      String next = i == waves.size() ? "Verdict" : wave(i + 1);
      states.put(wave(i), parallel(waves.get(i - 1), i, waveOf, next));
      for (Contract contract : waves.get(i - 1)) {
        waveOf.put(contract.id(), i);
      }
    }
    states.put("Verdict", verdict(waveOf));
    states.put("All products are made", state("Succeed"));
    Map<String, Object> fail = state("Fail");
    fail.put("Error", "ProductsMissing");
    fail.put("Cause", "A product failed, and those made of it are blocked; see its job");
    states.put("Products are missing", fail);
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("Comment", "Every data product of the mesh after its inputs, as of one instant.");
    machine.put("StartAt", "As of");
    machine.put("States", states);
    return machine;
  }

  private static String wave(int number) {
    return "Wave " + number;
  }

  private static Map<String, Object> asOf() {
    Map<String, Object> choice = state("Choice");
    choice.put(
        "Choices",
        List.of(members("Variable", "$." + AS_OF, "IsPresent", true, "Next", "As asked")));
    choice.put("Default", "As of the start");
    return choice;
  }

  private Map<String, Object> parallel(
      List<Contract> wave, int number, Map<ProductId, Integer> waveOf, String next) {
    List<Object> branches = new ArrayList<>();
    Map<String, Map<String, Object>> ended = new TreeMap<>();
    for (Contract contract : wave) {
      ended
          .computeIfAbsent(contract.id().domain(), d -> new TreeMap<>())
          .put(contract.id().name() + ".$", "$[" + branches.size() + "].ended");
      branches.add(branch(contract, waveOf));
    }
    Map<String, Object> parallel = state("Parallel");
    parallel.put("Branches", branches);
    parallel.put("ResultSelector", ended);
    parallel.put("ResultPath", "$.wave" + number);
    parallel.put("Next", next);
    return parallel;
  }

  private Map<String, Object> branch(Contract contract, Map<ProductId, Integer> waveOf) {
    String product = contract.id().toString();
    Map<String, Object> states = new LinkedHashMap<>();
    boolean waits = !contract.derivation().inputs().isEmpty();
    if (waits) {
      List<Object> inputs = new ArrayList<>();
      contract.derivation().inputs().stream()
          .sorted()
          .forEach(i -> inputs.add(succeeded(i, waveOf.get(i))));
      Map<String, Object> choice = state("Choice");
      choice.put("Choices", List.of(members("And", inputs, "Next", product)));
      choice.put("Default", product + " blocked");
      states.put(product + " inputs", choice);
      states.put(product + " blocked", ending("blocked"));
    }
    states.put(product, task(contract));
    states.put(product + " failed", ending("failed"));
    return members("StartAt", waits ? product + " inputs" : product, "States", states);
  }

  private static Map<String, Object> succeeded(ProductId product, int wave) {
    return members(
        "Variable",
        "$.wave" + wave + "." + product.domain() + "." + product.name(),
        "StringEquals",
        SUCCEEDED);
  }

  private Map<String, Object> task(Contract contract) {
    Map<String, Object> task = state("Task");
    task.put("Resource", "arn:" + jobs.settings().partition() + ":states:::glue:startJobRun.sync");
    task.put(
        "Parameters",
        members(
            "JobName", jobs.name(contract.id()), "Arguments", Map.of("--as-of.$", "$." + AS_OF)));
    task.put("ResultSelector", Map.of("ended", SUCCEEDED));
    task.put(
        "Retry",
        List.of(
            // Glue has no room at the moment, or an error of its own.
            retry(
                List.of(
                    "Glue.ConcurrentRunsExceededException",
                    "Glue.ResourceNumberLimitExceededException",
                    "Glue.InternalServiceException",
                    "Glue.OperationTimeoutException"),
                30,
                6),
            // A lost worker or an outside service; a run that is repeated changes nothing.
            retry(List.of("States.TaskFailed"), 60, 1)));
    task.put(
        "Catch",
        List.of(members("ErrorEquals", List.of("States.ALL"), "Next", contract.id() + " failed")));
    task.put("End", true);
    return task;
  }

  private static Map<String, Object> retry(List<String> errors, int seconds, int attempts) {
    return members(
        "ErrorEquals",
        errors,
        "IntervalSeconds",
        seconds,
        "BackoffRate",
        2.0,
        "MaxAttempts",
        attempts);
  }

  private static Map<String, Object> ending(String how) {
    Map<String, Object> pass = state("Pass");
    pass.put("Result", Map.of("ended", how));
    pass.put("End", true);
    return pass;
  }

  private static Map<String, Object> verdict(Map<ProductId, Integer> waveOf) {
    List<Object> all = new ArrayList<>();
    new TreeMap<>(waveOf).forEach((product, wave) -> all.add(succeeded(product, wave)));
    Map<String, Object> choice = state("Choice");
    choice.put("Choices", List.of(members("And", all, "Next", "All products are made")));
    choice.put("Default", "Products are missing");
    return choice;
  }

  private static Map<String, Object> pass(Map<String, Object> parameters, String next) {
    Map<String, Object> pass = state("Pass");
    pass.put("Parameters", parameters);
    pass.put("Next", next);
    return pass;
  }

  private static Map<String, Object> state(String type) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("Type", type);
    return state;
  }

  private static Map<String, Object> members(Object... namesAndValues) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return members;
  }
}
