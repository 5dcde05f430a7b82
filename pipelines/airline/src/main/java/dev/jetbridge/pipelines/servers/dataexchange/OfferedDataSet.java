package dev.jetbridge.pipelines.servers.dataexchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dataexchange.model.AssetType;
import software.amazon.awssdk.services.dataexchange.model.DataSetEntry;
import software.amazon.awssdk.services.dataexchange.model.Origin;

/**
 * A data set that our server offers from a folder: a sub-folder a revision, its files the assets.
 * Names that begin with a dot are not offered, so a revision appears with its first whole file.
 *
 * @param id 30 to 40 letters and digits
 */
public record OfferedDataSet(String id, String name, String description, Path folder) {
  /** The revisions, the newest first. */
  public List<OfferedRevision> revisions() {
    // When each was created, which its files say, is looked up once.
    Map<OfferedRevision, Instant> revisions = new HashMap<>();
    for (Path path : entries(folder, Files::isDirectory)) {
      OfferedRevision revision = new OfferedRevision(id, path);
      revision.created().ifPresent(created -> revisions.put(revision, created));
    }
    return revisions.entrySet().stream()
        .sorted(
            Map.Entry.<OfferedRevision, Instant>comparingByValue()
                .thenComparing(e -> e.getKey().id())
                .reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  DataSetEntry entry() {
    Instant changed =
        revisions().stream().findFirst().map(OfferedRevision::createdAt).orElse(Instant.EPOCH);
    return DataSetEntry.builder()
        .arn(arn(id))
        .id(id)
        .name(name)
        .description(description)
        .assetType(AssetType.S3_SNAPSHOT)
        .origin(Origin.ENTITLED)
        .originDetails(o -> o.productId("prod-" + id.substring(0, 13)))
        .createdAt(Instant.EPOCH)
        .updatedAt(changed)
        .build();
  }

  static String arn(String path) {
    return "arn:aws:dataexchange:us-east-1::data-sets/" + path;
  }

  static List<Path> entries(Path folder, java.util.function.Predicate<Path> kind) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(kind)
          .filter(p -> !p.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
