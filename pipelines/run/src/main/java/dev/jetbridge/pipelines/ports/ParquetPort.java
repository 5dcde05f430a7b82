package dev.jetbridge.pipelines.ports;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.Lake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;

/**
 * A stable folder of plain Parquet a product: what Python, DuckDB, COPY and partners read.
 *
 * <pre>
 *   domain/product/current.json            the manifest of the current version, replaced atomically
 *   domain/product/v123/part-….parquet     the files of a version; never changed
 *   domain/product/v123/manifest.json      written when the version is whole
 * </pre>
 *
 * <p>A version is written before the manifest names it, so a reader who takes the manifest first
 * never sees half of one. Versions are kept: the readers of an older one are not disturbed.
 */
public final class ParquetPort {
  static final String VERSION_MANIFEST = "manifest.json";

  /** What one file holds at most, about, so that readers can work in parallel. */
  private static final long BYTES_A_FILE = 128L << 20;

  private final Lake lake;
  private final String root;

  /**
   * @param root a folder, or the address of one in an object store
   */
  public ParquetPort(Lake lake, String root) {
    this.lake = lake;
    this.root = root;
  }

  /** The folder of a product. */
  public String folder(ProductId product) {
    return root + "/" + product.domain() + "/" + product.name();
  }

  /** What a product serves now; empty before its first publication. */
  public Optional<PortManifest> current(ProductId product) {
    return manifest(new PortFolder(folder(product), configuration()), PortManifest.CURRENT);
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
    Optional<PortManifest> current = manifest(folder, PortManifest.CURRENT);
    if (current.filter(m -> m.version().equals(version)).isPresent()) {
      return false;
    }
    Optional<PortManifest> before = manifest(folder, version + "/" + VERSION_MANIFEST);
    // One that is served once more counts as new: upkeep removes versions by the age of what
    // replaced them.
    before.ifPresent(m -> folder.replace(version + "/" + VERSION_MANIFEST, m.json()));
    PortManifest manifest = before.orElseGet(() -> write(publication, folder, version));
    folder.replace(PortManifest.CURRENT, manifest.json());
    return true;
  }

  private static Optional<PortManifest> manifest(PortFolder folder, String relative) {
    return folder.read(relative).map(json -> PortManifest.parse(json, relative));
  }

  /** Writes a version; what a killed attempt left of it is replaced. */
  private PortManifest write(Publication publication, PortFolder folder, String version) {
    Contract contract = publication.contract();
    Dataset<Row> rows =
        lake.read(contract.id(), publication.snapshot())
            .select(
                contract.columns().stream()
                    .map(Column::name)
                    .map(functions::col)
                    .toArray(org.apache.spark.sql.Column[]::new));
    rows.coalesce(files(publication))
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(folder.path(version).toString());
    List<PortManifest.DataFile> files = dataFiles(folder, version);
    long written = files.stream().mapToLong(PortManifest.DataFile::rows).sum();
    if (written != publication.rows()) {
      throw new JetbridgeException(
          FailureKind.INTERNAL,
          "Cannot serve "
              + contract.id()
              + ": snapshot "
              + publication.snapshot()
              + " has "
              + publication.rows()
              + " rows, its Parquet files "
              + written);
    }
    PortManifest manifest =
        new PortManifest(
            contract.id().toString(),
            contract.version(),
            version,
            Long.toString(publication.snapshot()),
            publication.asOf().toString(),
            publication.publishedAt().toString(),
            written,
            contract.columns().stream()
                .map(c -> new PortManifest.Field(c.name(), c.type().simpleString(), !c.required()))
                .toList(),
            files);
    folder.replace(version + "/" + VERSION_MANIFEST, manifest.json());
    return manifest;
  }

  private int files(Publication publication) {
    long bytes =
        Lake.holding(lake.table(publication.contract().id()), publication.snapshot())
            .map(s -> Long.parseLong(s.summary().getOrDefault("total-files-size", "0")))
            .orElse(0L);
    return (int) (1 + bytes / BYTES_A_FILE);
  }

  /** The files of a version with the rows that their footers tell; what Spark adds goes. */
  private List<PortManifest.DataFile> dataFiles(PortFolder folder, String version) {
    List<PortManifest.DataFile> files = new ArrayList<>();
    for (FileStatus file : folder.list(version)) {
      String name = file.getPath().getName();
      if (!name.endsWith(".parquet")) {
        folder.delete(version + "/" + name);
        continue;
      }
      try (ParquetFileReader reader =
          ParquetFileReader.open(HadoopInputFile.fromStatus(file, configuration()))) {
        files.add(
            new PortManifest.DataFile(
                version + "/" + name, reader.getRecordCount(), file.getLen()));
      } catch (IOException e) {
        throw PortFolder.failed("read", file.getPath(), e);
      }
    }
    return files;
  }

  private Configuration configuration() {
    return lake.spark().sessionState().newHadoopConf();
  }
}
