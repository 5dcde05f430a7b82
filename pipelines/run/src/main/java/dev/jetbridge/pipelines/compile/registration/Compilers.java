package dev.jetbridge.pipelines.compile.registration;

import dev.jetbridge.contracts.BrokenContract;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.compile.ProductCompiler;
import dev.jetbridge.pipelines.compile.Transformations;
import dev.jetbridge.pipelines.ingest.format.registration.Formats;
import dev.jetbridge.pipelines.ports.registration.PortKinds;
import java.util.HashSet;
import java.util.Set;

/** Compilers that know the jobs, formats and ports of the program. */
public final class Compilers {
  private Compilers() {}

  /** One for contracts by themselves. */
  public static ProductCompiler standard() {
    return with(Transformations.bundled());
  }

  /** One that knows other jobs. */
  public static ProductCompiler with(Transformations transformations) {
    return new ProductCompiler(transformations, Formats.bundled(), PortKinds.bundled());
  }

  /** One that knows other formats and ports. */
  public static ProductCompiler with(Formats formats, PortKinds ports) {
    return new ProductCompiler(Transformations.bundled(), formats, ports);
  }

  /** One for the contracts of a mesh. */
  public static ProductCompiler of(Contracts mesh) {
    Set<ProductId> products = new HashSet<>();
    mesh.all().stream().map(Contract::id).forEach(products::add);
    mesh.broken().stream().map(BrokenContract::product).forEach(p -> p.ifPresent(products::add));
    return standard().among(products);
  }
}
