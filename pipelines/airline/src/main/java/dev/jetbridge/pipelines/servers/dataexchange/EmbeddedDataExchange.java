package dev.jetbridge.pipelines.servers.dataexchange;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.channel.dataexchange.SampleDataExchange;
import dev.jetbridge.pipelines.config.Home;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Serves each data set once, however many products come from it. */
public final class EmbeddedDataExchange implements SampleDataExchange {
  @Override
  public Served serve(Home home, List<Contract> products) {
    Map<String, OfferedDataSet> offered = new LinkedHashMap<>();
    for (Contract contract : products) {
      String id = contract.source().flatMap(SourceFormat::dataSet).orElseThrow();
      offered.putIfAbsent(
          id,
          new OfferedDataSet(
              id, contract.id().name(), contract.about().purpose(), home.dataSet(id)));
    }
    return DataExchangeServer.serve(List.copyOf(offered.values()));
  }
}
