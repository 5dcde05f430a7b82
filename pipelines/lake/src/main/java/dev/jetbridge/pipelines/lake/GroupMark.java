package dev.jetbridge.pipelines.lake;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductGroup;
import dev.jetbridge.contracts.ProductId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;

/**
 * What the summary of a staged snapshot says of the publication of several products that it is part
 * of. It is written with the rows, before any of them is published, so that whoever finds one
 * product published and the branch of another one knows that the latter is yet to follow.
 *
 * @param publication names the attempt
 * @param members the products of the group in the order in which they are published
 */
public record GroupMark(String publication, List<ProductId> members) {
  private static final String PUBLICATION = "jetbridge.publication";
  private static final String MEMBERS = "jetbridge.published-together";

  public GroupMark {
    members = List.copyOf(members);
  }

  /** That of a new attempt; empty for a product that is published alone. */
  public static Optional<GroupMark> of(ProductGroup group) {
    return group.members().size() < 2
        ? Optional.empty()
        : group
            .name()
            .map(
                name ->
                    new GroupMark(
                        name + "-" + UUID.randomUUID(),
                        group.parentsFirst().stream().map(Contract::id).toList()));
  }

  /** Empty for a snapshot that was published alone; a compaction has that of what it compacted. */
  public static Optional<GroupMark> of(Snapshot snapshot) {
    return Optional.ofNullable(snapshot.summary().get(PUBLICATION))
        .map(
            publication ->
                new GroupMark(
                    publication,
                    Arrays.stream(snapshot.summary().get(MEMBERS).split(","))
                        .map(ProductId::parse)
                        .toList()));
  }

  /** As properties of the snapshot to be made. */
  public Map<String, String> properties() {
    return Map.of(
        PUBLICATION,
        publication,
        MEMBERS,
        members.stream().map(ProductId::toString).collect(Collectors.joining(",")));
  }
}
