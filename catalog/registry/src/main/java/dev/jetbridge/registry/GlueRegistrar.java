package dev.jetbridge.registry;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.registry.RegistrationCall.Effect;
import dev.jetbridge.registry.converge.Convergence;
import dev.jetbridge.registry.converge.DesiredState;
import dev.jetbridge.registry.retry.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Table;

/** Brings the entries of a product to their desired state. */
final class GlueRegistrar implements Registrar {
  private static final Retry RETRY = Retry.times(5, Duration.ofMillis(50), Duration.ofSeconds(5));

  private final RegistrationResult.Platform platform;
  private final Glue glue;
  private final DesiredEntries desired;

  GlueRegistrar(RegistrationResult.Platform platform, Glue glue, DesiredEntries desired) {
    this.platform = platform;
    this.glue = glue;
    this.desired = desired;
  }

  @Override
  public RegistrationResult register(Contract contract, RegisteredTable table) {
    List<RegistrationCall> calls = new ArrayList<>();
    try {
      // A commit of Iceberg or another registration may come between: then it is read again.
      return RETRY.call(
          Set.of(ConcurrentModificationException.class, AlreadyExistsException.class),
          () -> {
            Convergence.converge(database(contract, calls));
            Convergence.converge(table(contract, table, calls));
            return new RegistrationResult(contract.id().toString(), platform, calls);
          });
    } catch (ConcurrentModificationException | AlreadyExistsException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot register "
              + contract.id()
              + " in Glue: its entry changed during each of "
              + RETRY.tries()
              + " attempts; run again",
          e);
    }
  }

  @Override
  public void close() {
    glue.close();
  }

  private DesiredState<Database> database(Contract contract, List<RegistrationCall> calls) {
    DatabaseEntry entry = new DatabaseEntry(contract, desired);
    return new DesiredState<>(
        "database " + contract.id().domain(),
        () -> recorded(calls, "GetDatabase", Effect.READ, entry.get(), glue::getDatabase),
        () ->
            recorded(
                calls, "CreateDatabase", Effect.WRITE, entry.create(), does(glue::createDatabase)),
        entry::differences,
        found ->
            recorded(
                calls,
                "UpdateDatabase",
                Effect.WRITE,
                entry.update(found),
                does(glue::updateDatabase)));
  }

  private DesiredState<Table> table(
      Contract contract, RegisteredTable table, List<RegistrationCall> calls) {
    TableEntry entry = new TableEntry(contract, table, desired);
    return new DesiredState<>(
        "table " + contract.id(),
        () -> recorded(calls, "GetTable", Effect.READ, entry.get(), glue::getTable),
        () -> recorded(calls, "CreateTable", Effect.WRITE, entry.create(), does(glue::createTable)),
        entry::differences,
        found ->
            recorded(
                calls, "UpdateTable", Effect.WRITE, entry.update(found), does(glue::updateTable)));
  }

  private static <Q extends SdkPojo, A> A recorded(
      List<RegistrationCall> calls,
      String operation,
      Effect effect,
      Q request,
      Function<Q, A> call) {
    A answer = call.apply(request);
    calls.add(new RegistrationCall("Glue", operation, effect, RequestJson.of(request)));
    return answer;
  }

  private static <Q> Function<Q, Void> does(Consumer<Q> call) {
    return request -> {
      call.accept(request);
      return null;
    };
  }
}
