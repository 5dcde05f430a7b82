package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.pipelines.storage.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The run graph as a state machine of Step Functions: the waves one after another, the jobs of a
 * wave at the same time. A job is blocked when one that makes its inputs failed, the others go on;
 * at the end the execution fails when any did. All jobs get one as-of instant: {@code as_of} of the
 * input, else when the execution started.
 *
 * <p>Source: Amazon States Language specification, query language JSONPath; AWS Step Functions
 * developer guide, "Start an AWS Glue job".
 */
record StateMachine(JobStart jobs, JobGraph graph) {
  private static final String SUCCEEDED = "succeeded";
  private static final String AS_OF = "as_of";
  private static final String SERVE = "Serve";
  private static final String UPKEEP = "Upkeep";
  private static final String FAILED = "Jobs failed";

  /** The longest name of a state: States Language, "States". */
  private static final int NAME = 80;

  /** The definition, members in the order they are best read. */
  Map<String, Object> definition() {
    Map<String, Object> states = new LinkedHashMap<>();
    List<List<JobGroup>> waves = graph.waves();
    jobs.upkeepJob()
        .ifPresent(
            upkeep -> {
              states.put("What", what());
              states.put(UPKEEP, upkeep(upkeep));
            });
    states.put("As of", asOf());
    states.put("As asked", pass(Map.of(AS_OF + ".$", "$." + AS_OF), wave(1)));
    states.put("As of the start", pass(Map.of(AS_OF + ".$", "$$.Execution.StartTime"), wave(1)));
    Map<JobGroup, Integer> waveOf = new LinkedHashMap<>();
    for (int i = 1; i <= waves.size(); i++) {
      String next = i == waves.size() ? SERVE : wave(i + 1);
      states.put(wave(i), parallel(waves.get(i - 1), i, waveOf, next));
      for (JobGroup group : waves.get(i - 1)) {
        waveOf.put(group, i);
      }
    }
    states.put(SERVE, serve());
    states.put("Verdict", verdict(waveOf));
    states.put("All jobs succeeded", state("Succeed"));
    Map<String, Object> fail = state("Fail");
    fail.put("Error", "JobsFailed");
    fail.put("Cause", "A job failed, and those after it are blocked; see its job run");
    states.put(FAILED, fail);
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("Comment", "Every data product of the mesh after its inputs, as of one instant.");
    machine.put("StartAt", jobs.upkeepJob().isPresent() ? "What" : "As of");
    machine.put("States", states);
    return machine;
  }

  /** The rule of the upkeep says what it wants. */
  private static Map<String, Object> what() {
    Map<String, Object> choice = state("Choice");
    choice.put(
        "Choices", List.of(members("Variable", "$.upkeep", "IsPresent", true, "Next", UPKEEP)));
    choice.put("Default", "As of");
    return choice;
  }

  private Map<String, Object> upkeep(Map<String, Object> job) {
    Map<String, Object> task = state("Task");
    task.put("Resource", resource());
    task.put("Parameters", job);
    task.put("Retry", busy());
    task.put("End", true);
    return task;
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
      List<JobGroup> wave, int number, Map<JobGroup, Integer> waveOf, String next) {
    List<Object> branches = new ArrayList<>();
    Map<String, Map<String, Object>> ended = new TreeMap<>();
    for (JobGroup group : wave) {
      ended
          .computeIfAbsent(group.domain(), d -> new TreeMap<>())
          .put(group.name() + ".$", "$[" + branches.size() + "].ended");
      branches.add(branch(group, waveOf));
    }
    Map<String, Object> parallel = state("Parallel");
    parallel.put("Branches", branches);
    parallel.put("ResultSelector", ended);
    parallel.put("ResultPath", "$.wave" + number);
    parallel.put("Next", next);
    return parallel;
  }

  private Map<String, Object> branch(JobGroup group, Map<JobGroup, Integer> waveOf) {
    String job = state(group, "");
    String failed = state(group, " failed");
    Map<String, Object> states = new LinkedHashMap<>();
    Set<JobGroup> inputs = graph.inputs(group);
    if (!inputs.isEmpty()) {
      Map<String, Object> choice = state("Choice");
      List<Map<String, Object>> all =
          inputs.stream().map(i -> succeeded(i, waveOf.get(i))).toList();
      choice.put("Choices", List.of(members("And", all, "Next", job)));
      choice.put("Default", state(group, " blocked"));
      states.put(state(group, " inputs"), choice);
      states.put(state(group, " blocked"), ending("blocked"));
    }
    states.put(job, task(group, failed));
    states.put(failed, ending("failed"));
    return members("StartAt", inputs.isEmpty() ? job : state(group, " inputs"), "States", states);
  }

  /** The name of a state of a job, unique in the state machine. */
  private static String state(JobGroup group, String what) {
    String name = group.id() + what;
    if (name.length() <= NAME) {
      return name;
    }
    String digest = Sha256.of(group.id().getBytes(StandardCharsets.UTF_8)).substring(0, 8);
    return group.id().substring(0, NAME - what.length() - digest.length() - 1)
        + "~"
        + digest
        + what;
  }

  private static Map<String, Object> succeeded(JobGroup group, int wave) {
    return members(
        "Variable",
        "$.wave" + wave + "." + group.domain() + "." + group.name(),
        "StringEquals",
        SUCCEEDED);
  }

  private Map<String, Object> task(JobGroup group, String failed) {
    Map<String, Object> task = state("Task");
    task.put("Resource", resource());
    task.put("Parameters", jobs.job(group));
    task.put("ResultSelector", Map.of("ended", SUCCEEDED));
    task.put("Retry", busy());
    task.put("Catch", List.of(members("ErrorEquals", List.of("States.ALL"), "Next", failed)));
    task.put("End", true);
    return task;
  }

  /** What may get well of a run that started is tried again by the run itself. */
  private List<Object> busy() {
    return List.of(retry(jobs.busy(), 30, 6));
  }

  private String resource() {
    return "arn:" + jobs.settings().partition() + ":states:::" + jobs.integration();
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

  /** Whatever failed before: what was published is served. */
  private Map<String, Object> serve() {
    Map<String, Object> task = state("Task");
    task.put("Resource", resource());
    task.put("Parameters", jobs.lastJob());
    task.put("ResultPath", null);
    task.put("Retry", busy());
    task.put("Catch", List.of(members("ErrorEquals", List.of("States.ALL"), "Next", FAILED)));
    task.put("Next", "Verdict");
    return task;
  }

  private static Map<String, Object> verdict(Map<JobGroup, Integer> waveOf) {
    List<Object> all = new ArrayList<>();
    waveOf.forEach((group, wave) -> all.add(succeeded(group, wave)));
    Map<String, Object> choice = state("Choice");
    choice.put("Choices", List.of(members("And", all, "Next", "All jobs succeeded")));
    choice.put("Default", FAILED);
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
