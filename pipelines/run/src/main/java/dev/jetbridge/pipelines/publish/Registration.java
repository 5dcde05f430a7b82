package dev.jetbridge.pipelines.publish;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.ports.Unserved;
import dev.jetbridge.pipelines.report.Report;
import dev.jetbridge.pipelines.run.Failures;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.RegisteredTable;
import dev.jetbridge.registry.Registrar;
import dev.jetbridge.registry.RegistrationResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Registers the published of some products, or writes the plan of the calls. */
public final class Registration {
  /** What it is called among the steps after a publication. */
  static final String STEP = "registry";

  private Registration() {}

  /**
   * Registers and says in words what was done.
   *
   * @param unserved takes why a product could not be registered, the others are; or why none was
   */
  public static String register(
      Workspace workspace, Collection<Contract> contracts, List<Unserved> unserved) {
    try {
      return registered(workspace, contracts, unserved);
    } catch (Throwable e) {
      JetbridgeException failure = Failures.logged(e, "register products");
      contracts.forEach(c -> unserved.add(new Unserved(c.id(), STEP, failure)));
      return "failed, see below";
    }
  }

  private static String registered(
      Workspace workspace, Collection<Contract> contracts, List<Unserved> unserved) {
    boolean remote = workspace.config().platform() == Config.Platform.AWS;
    List<RegistrationResult> registered = new ArrayList<>();
    try (Registrar registrar =
        remote
            ? Registrar.aws(
                workspace.awsSettings(),
                workspace.config().databases(),
                workspace.contracts().all(),
                workspace.contracts().faults().isEmpty())
            : Registrar.local(workspace.contracts().all())) {
      for (Contract contract : contracts) {
        try {
          register(workspace, registrar, contract).ifPresent(registered::add);
        } catch (Throwable e) {
          unserved.add(
              new Unserved(contract.id(), STEP, Failures.logged(e, "register " + contract.id())));
        }
      }
    }
    int writes = registered.stream().mapToInt(RegistrationResult::writes).sum();
    if (remote) {
      return registered.size() + " products in Glue, " + writes + " write calls";
    }
    String plan = workspace.report().writeJson(Report.REGISTRATION_PLAN, registered);
    return "platform is local: nothing remote was touched; the plan of "
        + writes
        + " calls is in "
        + plan;
  }

  private static Optional<RegistrationResult> register(
      Workspace workspace, Registrar registrar, Contract contract) {
    return workspace.lake().mainSnapshot(contract.id()).isEmpty()
        ? Optional.empty()
        : Optional.of(
            registrar.register(
                contract, RegisteredTable.of(workspace.lake().table(contract.id()))));
  }
}
