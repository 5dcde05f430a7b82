package dev.jetbridge.pipelines.ports;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.OutputPort;
import java.util.List;
import java.util.function.UnaryOperator;

/** The table itself, which is served by being published. */
public final class TableOutput implements Port {
  @Override
  public OutputPort kind() {
    return OutputPort.TABLE;
  }

  @Override
  public boolean serves(Contract contract) {
    return false;
  }

  @Override
  public Served serve(List<Publication> published) {
    return Served.NOTHING;
  }

  @Override
  public String howToRead(Contract contract, UnaryOperator<String> commands) {
    return commands.apply("jetbridge sql \"select * from " + contract.id() + " limit 20\"");
  }
}
