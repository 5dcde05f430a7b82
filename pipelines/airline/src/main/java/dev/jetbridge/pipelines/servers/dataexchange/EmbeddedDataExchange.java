package dev.jetbridge.pipelines.servers.dataexchange;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.channel.dataexchange.DataExchangeChannel;
import dev.jetbridge.pipelines.channel.dataexchange.SampleDataExchange;
import dev.jetbridge.pipelines.config.Home;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Serves each data set once, however many products come from it: a sub-folder of the sources, which
 * has one a revision.
 */
public final class EmbeddedDataExchange implements SampleDataExchange {
  @Override
  public Served serve(Home home, List<Contract> products) {
    Path folder = home.sources().resolve(DataExchangeChannel.WORD);
    Map<String, OfferedDataSet> offered = new LinkedHashMap<>();
    for (Contract contract : products) {
      String id = contract.source().map(SourceFormat::folder).orElseThrow();
      offered.putIfAbsent(
          id,
          new OfferedDataSet(
              id, contract.id().name(), contract.about().purpose(), folder.resolve(id)));
    }
    return DataExchangeServer.serve(List.copyOf(offered.values()));
  }
}
