package dev.jetbridge.pipelines.channel.dataexchange;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.channel.Pulled;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.landing.Shipment;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dataexchange.model.AssetEntry;

/** Brings one revision into landing: all of its fitting assets, or none. */
record RevisionLanding(ExchangeCalls calls, ExportJob exports, Landing landing) {
  /** What landing notes it by: taken once for a glob, so that a corrected glob takes it again. */
  static String id(Contract contract, Revision revision) {
    int glob = contract.source().orElseThrow().filePattern().hashCode();
    return revision.id() + "-" + HexFormat.of().toHexDigits(glob);
  }

  /**
   * Exports, downloads and checks the assets, asks whether the revision still holds, and lands it.
   *
   * @throws JetbridgeException EXTERNAL when it is withdrawn meanwhile, else that of the export or
   *     the download
   */
  Pulled land(Contract contract, Revision revision) {
    Shipment shipment =
        landing.begin(
            contract.id(),
            id(contract, revision),
            "data-exchange://" + revision.dataSet() + "/" + revision.id(),
            revision.createdAt());
    try {
      take(contract, revision, shipment);
    } catch (JetbridgeException e) {
      throw explained(contract, revision, e);
    }
    Optional<JetbridgeException> withdrawn = withdrawn(contract, revision, null);
    if (withdrawn.isPresent()) {
      throw withdrawn.get();
    }
    List<LandedFile> files = shipment.complete();
    return new Pulled(files.size(), files.stream().mapToLong(LandedFile::bytes).sum());
  }

  private void take(Contract contract, Revision revision, Shipment shipment) {
    PathMatcher fits =
        FileSystems.getDefault()
            .getPathMatcher("glob:" + contract.source().orElseThrow().filePattern());
    for (AssetEntry asset : calls.assets(revision)) {
      if (fits.matches(Path.of(asset.name()).getFileName())) {
        String object = "asset " + asset.name() + " of " + revision + " for " + contract.id();
        shipment.take(
            asset.name(),
            () -> AssetDownload.open(exports.export(asset, object), size(asset, object), object));
      }
    }
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
      Contract contract, Revision revision, JetbridgeException failure) {
    if (failure.getCause() instanceof SdkException && failure.kind() == FailureKind.EXTERNAL) {
      // The service throttles or is silent: asking it again would be no use.
      return failure;
    }
    try {
      return withdrawn(contract, revision, failure).orElse(failure);
    } catch (JetbridgeException unknown) {
      failure.addSuppressed(unknown);
      return failure;
    }
  }

  private Optional<JetbridgeException> withdrawn(
      Contract contract, Revision revision, JetbridgeException cause) {
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
                        + contract.id()
                        + ": its sender withdrew it while it was exported ("
                        + reason
                        + "); nothing of it landed, the next run goes on without it",
                    cause));
  }
}
