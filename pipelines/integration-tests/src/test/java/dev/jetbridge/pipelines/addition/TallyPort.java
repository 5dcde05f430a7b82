package dev.jetbridge.pipelines.addition;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ContractJudge;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.pipelines.ports.HowToRead;
import dev.jetbridge.pipelines.ports.Port;
import dev.jetbridge.pipelines.ports.PortKind;
import dev.jetbridge.pipelines.ports.Publication;
import dev.jetbridge.pipelines.ports.Served;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Tells how many rows a product has, once a publication. */
final class TallyPort implements Port {
  static final OutputPort WORD = new OutputPort("tally");

  private final Map<String, Long> tallies = new TreeMap<>();

  /** Its registration. */
  static PortKind registration() {
    return new PortKind(WORD, workspace -> new TallyPort(), ContractJudge.NONE);
  }

  @Override
  public OutputPort kind() {
    return WORD;
  }

  @Override
  public Served serve(List<Publication> published) {
    List<String> lines = new ArrayList<>();
    for (Publication publication : published) {
      if (tallies.put(publication.runId(), publication.rows()) == null) {
        lines.add("Tally of " + publication.contract().id() + ": " + publication.rows());
      }
    }
    return new Served(lines, List.of());
  }

  @Override
  public List<HowToRead> howToRead(Contract contract, UnaryOperator<String> commands) {
    return List.of(new HowToRead("anybody", "ask for the tally of " + contract.id()));
  }
}
