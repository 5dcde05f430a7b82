package dev.jetbridge.pipelines.ports;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.config.DomainFolders;
import dev.jetbridge.pipelines.lake.Lake;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A stable folder of plain Parquet a product: what Python, DuckDB, COPY and partners read.
 *
 * <pre>
 *   domain/product/current.json            the manifest of the current version, replaced atomically
 *   domain/product/v123/part-….parquet     the files that came with a version; never changed
 *   domain/product/v123/manifest.json      written when the version is whole
 * </pre>
 *
 * <p>A version is written before the manifest names it, so a reader who takes the manifest first
 * never sees half of one. What has not changed since the version before is not written again: the
 * manifest names its files, see {@link VersionFiles}. Versions are kept: the readers of an older
 * one are not disturbed.
 *
 * @param folders folders, or addresses of some in an object store
 */
public record ParquetPort(Lake lake, DomainFolders folders) {
  static final String VERSION_MANIFEST = "manifest.json";

  /** The folder of a product. */
  public String folder(ProductId product) {
    return folders.of(product) + "/" + product.domain() + "/" + product.name();
  }

  /** What a product serves now; empty before its first publication. */
  public Optional<PortManifest> current(ProductId product) {
    return PortManifest.in(new PortFolder(folder(product), configuration()), PortManifest.CURRENT);
  }

  /** The version of a snapshot; empty when it was never served, or is removed by now. */
  public Optional<PortManifest> version(ProductId product, String snapshot) {
    return PortManifest.in(
        new PortFolder(folder(product), configuration()), "v" + snapshot + "/" + VERSION_MANIFEST);
  }

  /** The versions that others have replaced. */
  ReplacedVersions replaced(ProductId product) {
    return new ReplacedVersions(folder(product), configuration());
  }

  /**
   * Puts a small file beside the data of a product, for readers who want a list of their own.
   *
   * @param path its place in the folder of the product
   */
  public void put(ProductId product, String path, byte[] content) {
    new PortFolder(folder(product), configuration()).replace(path, content);
  }

  /**
   * Serves a publication; does nothing when it is the current version already, or when another run
   * has published meanwhile: that one serves what it published.
   *
   * @return whether the current version changed
   * @throws JetbridgeException EXTERNAL when files cannot be written; INTERNAL when the files have
   *     other rows than the snapshot
   */
  public boolean publish(Publication publication) {
    Contract contract = publication.contract();
    PortFolder folder = new PortFolder(folder(contract.id()), configuration());
    return folder.alone(() -> !isBehind(publication) && publish(publication, folder));
  }

  private boolean isBehind(Publication publication) {
    return lake.main(publication.contract().id())
        .filter(main -> Lake.contentId(main) != publication.snapshot())
        .isPresent();
  }

  private boolean publish(Publication publication, PortFolder folder) {
    String version = "v" + publication.snapshot();
    Optional<PortManifest> current = PortManifest.in(folder, PortManifest.CURRENT);
    if (current.filter(m -> m.version().equals(version)).isPresent()) {
      return false;
    }
    Optional<PortManifest> before = PortManifest.in(folder, version + "/" + VERSION_MANIFEST);
    // One that is served once more counts as new: upkeep removes versions by the age of what
    // replaced them.
    before.ifPresent(m -> folder.replace(version + "/" + VERSION_MANIFEST, m.json()));
    PortManifest manifest = before.orElseGet(() -> write(publication, folder, version, current));
    folder.replace(PortManifest.CURRENT, manifest.json());
    return true;
  }

  /** Writes a version; what a killed attempt left of it is replaced. */
  private PortManifest write(
      Publication publication, PortFolder folder, String version, Optional<PortManifest> before) {
    Contract contract = publication.contract();
    List<PortManifest.DataFile> files =
        new VersionFiles(lake, folder, publication, configuration()).write(version, before);
    long rows = files.stream().mapToLong(PortManifest.DataFile::rows).sum();
    if (rows != publication.rows()) {
      throw new JetbridgeException(
          FailureKind.INTERNAL,
          "Cannot serve "
              + contract.id()
              + ": snapshot "
              + publication.snapshot()
              + " has "
              + publication.rows()
              + " rows, its Parquet files "
              + rows);
    }
    PortManifest manifest =
        new PortManifest(
            contract.id().toString(),
            contract.version(),
            version,
            Long.toString(publication.snapshot()),
            publication.asOf().toString(),
            publication.publishedAt().toString(),
            rows,
            PortManifest.schema(contract),
            files);
    folder.replace(version + "/" + VERSION_MANIFEST, manifest.json());
    return manifest;
  }

  private Configuration configuration() {
    return lake.spark().sessionState().newHadoopConf();
  }
}
