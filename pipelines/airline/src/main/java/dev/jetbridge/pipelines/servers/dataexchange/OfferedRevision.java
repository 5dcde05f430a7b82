package dev.jetbridge.pipelines.servers.dataexchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dataexchange.model.AssetEntry;
import software.amazon.awssdk.services.dataexchange.model.AssetType;
import software.amazon.awssdk.services.dataexchange.model.RevisionEntry;

/**
 * A revision that our server offers: a folder whose files are the assets, created when the newest
 * of them was. A file {@code .revoked} in it withdraws it; its text is the reason.
 */
public record OfferedRevision(String dataSet, Path folder) {
  /** Ids are made from names, so that they outlive the server. */
  public String id() {
    return madeId(dataSet + "/" + folder.getFileName());
  }

  public List<Path> files() {
    return OfferedDataSet.entries(folder, Files::isRegularFile);
  }

  Optional<Path> file(String assetId) {
    return files().stream().filter(f -> assetId(f).equals(assetId)).findFirst();
  }

  Instant createdAt() {
    return created().orElseThrow();
  }

  /** Empty as long as it has no file. */
  Optional<Instant> created() {
    return files().stream().map(OfferedRevision::changed).max(Comparator.naturalOrder());
  }

  boolean isRevoked() {
    return Files.exists(revocation());
  }

  RevisionEntry entry() {
    RevisionEntry.Builder entry =
        RevisionEntry.builder()
            .arn(OfferedDataSet.arn(dataSet + "/revisions/" + id()))
            .dataSetId(dataSet)
            .id(id())
            .comment(folder.getFileName().toString())
            .createdAt(createdAt())
            .updatedAt(createdAt())
            .finalized(true)
            .revoked(isRevoked());
    if (isRevoked()) {
      try {
        entry
            .revocationComment(Files.readString(revocation()).strip())
            .revokedAt(changed(revocation()))
            .updatedAt(changed(revocation()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return entry.build();
  }

  AssetEntry asset(Path file) {
    try {
      double size = Files.size(file);
      return AssetEntry.builder()
          .arn(OfferedDataSet.arn(dataSet + "/revisions/" + id() + "/assets/" + assetId(file)))
          .dataSetId(dataSet)
          .revisionId(id())
          .id(assetId(file))
          .name(file.getFileName().toString())
          .assetType(AssetType.S3_SNAPSHOT)
          .assetDetails(d -> d.s3SnapshotAsset(s -> s.size(size)))
          .createdAt(changed(file))
          .updatedAt(changed(file))
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String assetId(Path file) {
    return madeId(id() + "/" + file.getFileName());
  }

  private Path revocation() {
    return folder.resolve(".revoked");
  }

  private static Instant changed(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String madeId(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no SHA-256 in this Java", e);
    }
  }
}
