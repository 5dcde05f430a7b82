package dev.jetbridge.pipelines.compile.registration;

import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.pipelines.channel.registration.ChannelKinds;
import dev.jetbridge.pipelines.compile.ProductCompiler;
import dev.jetbridge.pipelines.compile.Transformations;
import dev.jetbridge.pipelines.ingest.format.registration.Formats;
import dev.jetbridge.pipelines.ports.registration.PortKinds;
import java.util.stream.Stream;

/** Compilers that know the jobs, channels, formats and ports of the program. */
public final class Compilers {
  private Compilers() {}

  /** One for contracts by themselves. */
  public static ProductCompiler standard() {
    return with(Transformations.bundled());
  }

  /** One that knows other jobs. */
  public static ProductCompiler with(Transformations transformations) {
    return with(transformations, ChannelKinds.bundled(), Formats.bundled(), PortKinds.bundled());
  }

  /** One that knows other channels, formats and ports. */
  public static ProductCompiler with(ChannelKinds channels, Formats formats, PortKinds ports) {
    return with(Transformations.bundled(), channels, formats, ports);
  }

  private static ProductCompiler with(
      Transformations transformations, ChannelKinds channels, Formats formats, PortKinds ports) {
    return new ProductCompiler(
        transformations,
        formats,
        (contract, products) ->
            Stream.of(channels, ports)
                .flatMap(judge -> judge.findings(contract, products).stream())
                .toList());
  }

  /** One for the contracts of a mesh. */
  public static ProductCompiler of(Contracts mesh) {
    return standard().among(mesh);
  }
}
