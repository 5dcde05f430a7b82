package dev.jetbridge.pipelines.channel.dataexchange;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.channel.Pulled;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.landing.Shipment;
import dev.jetbridge.pipelines.landing.SourceFiles;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dataexchange.model.AssetEntry;

/** Brings one revision into landing: all of its fitting assets, or none. */
record RevisionLanding(
    ExchangeCalls calls, ExportJob exports, Landing landing, ExecutorService jobs) {
  /** What landing notes it by: taken once for a glob, so that a corrected glob takes it again. */
  static String id(Contract contract, Revision revision) {
    int glob = contract.source().orElseThrow().filePattern().hashCode();
    return revision.id() + "-" + HexFormat.of().toHexDigits(glob);
  }

  /**
   * Exports, downloads and checks the assets, asks whether the revision still holds, and lands it
   * for each of some contracts. What several of them take is exported once.
   *
   * @throws JetbridgeException EXTERNAL when it is withdrawn meanwhile, else that of the export or
   *     the download
   */
  Pulled land(List<Contract> contracts, Revision revision, SourceFiles source) {
    Map<Contract, Shipment> shipments = new LinkedHashMap<>();
    contracts.forEach(c -> shipments.put(c, landing.begin(c.id(), id(c, revision))));
    try {
      take(shipments, revision, source);
    } catch (JetbridgeException e) {
      throw explained(contracts, revision, e);
    }
    Optional<JetbridgeException> withdrawn = withdrawn(contracts, revision, null);
    if (withdrawn.isPresent()) {
      throw withdrawn.get();
    }
    Set<LandedFile> files = new HashSet<>();
    shipments.values().forEach(shipment -> files.addAll(shipment.complete()));
    return new Pulled(files.size(), files.stream().mapToLong(LandedFile::bytes).sum());
  }

  private void take(Map<Contract, Shipment> shipments, Revision revision, SourceFiles source) {
    String sender = "data-exchange://" + revision.dataSet() + "/" + revision.id();
    Map<Future<LandedFile>, List<Contract>> files = new LinkedHashMap<>();
    try {
      for (AssetEntry asset : calls.assets(revision)) {
        List<Contract> takers =
            shipments.keySet().stream().filter(contract -> fits(contract, asset)).toList();
        if (!takers.isEmpty()) {
          String object = "asset " + asset.name() + " of " + revision + " for " + products(takers);
          long size = size(asset, object);
          Future<LandedFile> file =
              jobs.submit(
                  () ->
                      source.takeOnce(
                          sender,
                          asset.name(),
                          size,
                          revision.createdAt(),
                          () -> AssetDownload.open(exports.export(asset, object), size, object)));
          files.put(file, takers);
          if (files.size() == 1) {
            // Where the first fails, the others would.
            RevisionQueue.got(file);
          }
        }
      }
      files.forEach(
          (file, takers) ->
              takers.forEach(contract -> shipments.get(contract).add(RevisionQueue.got(file))));
    } finally {
      files.keySet().forEach(file -> file.cancel(false));
    }
  }

  private static boolean fits(Contract contract, AssetEntry asset) {
    return FileSystems.getDefault()
        .getPathMatcher("glob:" + contract.source().orElseThrow().filePattern())
        .matches(Path.of(asset.name()).getFileName());
  }

  static String products(List<Contract> contracts) {
    return contracts.stream().map(c -> c.id().toString()).collect(Collectors.joining(" and "));
  }

  private static long size(AssetEntry asset, String object) {
    if (asset.assetDetails() == null || asset.assetDetails().s3SnapshotAsset() == null) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot export " + object + ": it is " + asset.assetTypeAsString() + ", not a file");
    }
    return asset.assetDetails().s3SnapshotAsset().size().longValue();
  }

  /** Withdrawal, when that is behind the failure; else the failure itself. */
  private JetbridgeException explained(
      List<Contract> contracts, Revision revision, JetbridgeException failure) {
    if (failure.getCause() instanceof SdkException && failure.kind() == FailureKind.EXTERNAL) {
      // The service throttles or is silent: asking it again would be no use.
      return failure;
    }
    try {
      return withdrawn(contracts, revision, failure).orElse(failure);
    } catch (JetbridgeException unknown) {
      failure.addSuppressed(unknown);
      return failure;
    }
  }

  private Optional<JetbridgeException> withdrawn(
      List<Contract> contracts, Revision revision, JetbridgeException cause) {
    return calls
        .revision(revision.dataSet(), revision.id())
        .withdrawn()
        .map(
            reason ->
                new JetbridgeException(
                    FailureKind.EXTERNAL,
                    "Cannot take "
                        + revision
                        + " for "
                        + products(contracts)
                        + ": its sender withdrew it while it was exported ("
                        + reason
                        + "); nothing of it landed, the next run goes on without it",
                    cause));
  }
}
