package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.platform.ClockInstants;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.CreateTriggerRequest;
import software.amazon.awssdk.services.glue.model.CreateWorkflowRequest;
import software.amazon.awssdk.services.glue.model.TriggerType;

/**
 * What a schedule is in Glue, as requests that would create it: a job a group of products, in one
 * workflow or, of a larger mesh, in those of its domains. Beside them a job and a trigger for the
 * upkeep of all tables, which may run while products are made.
 *
 * @param workflows none when something else starts the jobs
 * @param rules by which publications start workflows, and failures raise the alarm
 */
record GlueObjects(
    List<CreateWorkflowRequest> workflows,
    List<CreateJobRequest> jobs,
    List<CreateTriggerRequest> triggers,
    List<EventRules.Wanted> rules) {
  GlueObjects {
    workflows = List.copyOf(workflows);
    jobs = List.copyOf(jobs);
    triggers = List.copyOf(triggers);
    rules = List.copyOf(rules);
  }

  /** Nothing: the jobs run elsewhere. */
  static GlueObjects none() {
    return new GlueObjects(List.of(), List.of(), List.of(), List.of());
  }

  /** Only the jobs and the upkeep. */
  static GlueObjects jobsOf(GlueJobs jobs, JobGraph graph) {
    return of(
        jobs,
        graph,
        List.of(),
        List.of(jobs.serve(jobs.settings().name(), Optional.empty(), Optional.empty())),
        List.of());
  }

  /**
   * Jobs, triggers and workflows: one for all, or where that is more than Glue takes, of each
   * domain one by the clock, with what it makes of nothing but its own, and one that publications
   * start, with the rest.
   *
   * @throws JetbridgeException CONFIG when a domain is larger than a workflow of Glue may be, or a
   *     product that starts another domain tells nobody of its publications
   */
  static GlueObjects of(GlueJobs jobs, JobGraph graph, String cron) {
    GlueWorkflow whole =
        new GlueWorkflow(
            jobs, graph, jobs.settings().name(), graph.all(), Optional.of(cron), Optional.empty());
    if (whole.fits()) {
      return of(jobs, graph, List.of(whole), List.of(whole.serve()), List.of());
    }
    return byDomain(jobs, graph, cron);
  }

  /** The workflows of domains, as {@link #of} makes them of a large mesh. */
  static GlueObjects byDomain(GlueJobs jobs, JobGraph graph, String cron) {
    ScheduleSettings settings = jobs.settings();
    ClockInstants.of(cron);
    List<GlueWorkflow> workflows = ofDomains(jobs, graph, cron);
    workflows.forEach(GlueWorkflow::refuseTooLarge);
    refuseSilent(graph, workflows);
    String role =
        settings
            .configured()
            .eventsRole()
            .orElseThrow(
                () ->
                    new JetbridgeException(
                        FailureKind.CONFIG,
                        "Cannot schedule one workflow a domain: schedule.events-role is missing,"
                            + " the role by which publications start workflows"));
    return of(
        jobs,
        graph,
        workflows,
        workflows.stream().map(GlueWorkflow::serve).toList(),
        workflows.stream()
            .filter(w -> w.clock().isEmpty())
            .map(w -> PublicationRule.of(settings, w.name(), w.reads(), role))
            .toList());
  }

  private static GlueObjects of(
      GlueJobs jobs,
      JobGraph graph,
      List<GlueWorkflow> workflows,
      List<CreateJobRequest> last,
      List<EventRules.Wanted> starts) {
    List<CreateJobRequest> all = new ArrayList<>();
    graph.all().forEach(group -> all.add(jobs.request(group)));
    all.addAll(last);
    all.add(jobs.upkeep());
    List<EventRules.Wanted> rules = new ArrayList<>(starts);
    List<String> domains = graph.all().stream().map(JobGroup::domain).distinct().toList();
    FailureAlarm.of(jobs.settings(), domains).ifPresent(rules::add);
    return new GlueObjects(
        workflows.stream().map(GlueWorkflow::workflow).toList(),
        all,
        Stream.concat(
                workflows.stream().flatMap(w -> w.triggers().stream()), Stream.of(upkeep(jobs)))
            .toList(),
        rules);
  }

  private static List<GlueWorkflow> ofDomains(GlueJobs jobs, JobGraph graph, String cron) {
    Map<String, List<JobGroup>> alone = new TreeMap<>();
    Map<String, List<JobGroup>> after = new TreeMap<>();
    Set<JobGroup> placedAlone = new HashSet<>();
    for (JobGroup group : graph.all()) {
      boolean isAlone =
          graph.inputs(group).stream()
              .allMatch(i -> i.domain().equals(group.domain()) && placedAlone.contains(i));
      if (isAlone) {
        placedAlone.add(group);
      }
      (isAlone ? alone : after).computeIfAbsent(group.domain(), d -> new ArrayList<>()).add(group);
    }
    String name = jobs.settings().name() + "-";
    List<GlueWorkflow> workflows = new ArrayList<>();
    alone.forEach(
        (domain, groups) ->
            workflows.add(
                new GlueWorkflow(
                    jobs, graph, name + domain, groups, Optional.of(cron), Optional.of(cron))));
    after.forEach(
        (domain, groups) ->
            workflows.add(
                new GlueWorkflow(
                    jobs,
                    graph,
                    name + domain + "-after",
                    groups,
                    Optional.empty(),
                    Optional.of(cron))));
    return workflows;
  }

  /** A product without the port event would never start those who read it. */
  private static void refuseSilent(JobGraph graph, List<GlueWorkflow> workflows) {
    Set<ProductId> read = new TreeSet<>();
    workflows.forEach(w -> read.addAll(w.reads()));
    String silent =
        graph.all().stream()
            .flatMap(group -> group.products().stream())
            .filter(c -> read.contains(c.id()) && !c.ports().contains(OutputPort.EVENT))
            .map(Contract::id)
            .sorted()
            .map(ProductId::toString)
            .collect(Collectors.joining(", "));
    if (!silent.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot schedule one workflow a domain: publications start the workflows of the domains"
              + " that read them, and these products tell nobody: "
              + silent
              + "; add event to their outputPorts, or schedule with stepfunctions");
    }
  }

  private static CreateTriggerRequest upkeep(GlueJobs jobs) {
    return CreateTriggerRequest.builder()
        .name(jobs.upkeepName())
        .startOnCreation(true)
        .tags(jobs.settings().tags())
        .type(TriggerType.SCHEDULED)
        .schedule(Frequency.checked(jobs.settings().configured().upkeepCron()))
        .description("Starts the upkeep of all tables.")
        .actions(Action.builder().jobName(jobs.upkeepName()).build())
        .build();
  }
}
