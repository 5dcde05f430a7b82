package dev.jetbridge.registry.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.registry.DatabasePlace;
import dev.jetbridge.registry.Databases;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.CreateFeatureGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupResponse;

class FeatureGroupTest {
  /** The lake's name stays; Glue's is that of the domain's database. */
  @Test
  void anOfflineStoreIsBesideTheDatabaseOfItsDomain() {
    FeatureGroup group = FeatureGroup.of(Contracts.trips("air"));
    OfflineStorage storage =
        OfflineStorage.in(
            new Databases(
                Optional.empty(),
                "s3://lake",
                Map.of("air", new DatabasePlace(Optional.empty(), "prod_air", "s3://air/tables"))),
            "arn:aws:iam::123456789012:role/feature-store",
            Optional.empty(),
            Optional.empty());

    CreateFeatureGroupRequest request = new FeatureGroupRequests(group, storage).create();

    assertThat(request.offlineStoreConfig().dataCatalogConfig().database())
        .isEqualTo("prod_air_feature_store");
    assertThat(request.offlineStoreConfig().s3StorageConfig().s3Uri())
        .isEqualTo("s3://air/tables/feature-store");
    assertThat(
            GroupDifference.between(
                    group,
                    storage.database(group),
                    DescribeFeatureGroupResponse.builder()
                        .recordIdentifierFeatureName(request.recordIdentifierFeatureName())
                        .eventTimeFeatureName(request.eventTimeFeatureName())
                        .featureDefinitions(request.featureDefinitions())
                        .offlineStoreConfig(request.offlineStoreConfig())
                        .build())
                .table())
        .contains(group.table());
  }

  @Test
  void takesEverythingFromTheContract() {
    FeatureGroup group = FeatureGroup.of(Contracts.trips("air"));

    assertThat(group.name()).isEqualTo("air-trips");
    assertThat(group.recordIdentifier()).isEqualTo("person_id");
    assertThat(group.eventTime()).isEqualTo("as_of");
    assertThat(group.table()).hasToString("air_feature_store.trips");
    assertThat(group.description()).isEqualTo("What each customer flew, and how often.");
    assertThat(group.tags())
        .containsEntry("jetbridge.product", "air.trips")
        .containsEntry("jetbridge.domain", "air")
        .containsEntry("jetbridge.owner", "customer science _ more");
    assertThat(group.features())
        .extracting(FeatureGroup.Feature::name, f -> f.type().label())
        .containsExactly(
            tuple("person_id", "String"),
            tuple("as_of", "String"),
            tuple("flights", "Integral"),
            tuple("miles", "Integral"),
            tuple("spent", "Fractional"),
            tuple("share", "Fractional"),
            tuple("ratio", "Fractional"),
            tuple("upgraded", "Integral"),
            tuple("first_flown", "String"),
            tuple("booked_at", "String"),
            tuple("cabin", "String"));
  }

  @Test
  void cutsTheDescriptionToWhatTheServiceTakes() {
    Contract wordy = Contracts.trips("air", "and " + "so on ".repeat(40), new String[0]);

    assertThat(FeatureGroup.of(wordy).description()).endsWith("…").hasSizeLessThanOrEqualTo(128);
  }

  @Test
  void refusesANameThatTheServiceCannotTake() {
    assertThatThrownBy(() -> FeatureGroup.of(Contracts.trips("a".repeat(60))))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .hasMessageContaining("its name would be " + "a".repeat(60) + "-trips")
        .hasMessageContaining("at most 64 characters");
  }

  @Test
  void refusesColumnsWhoseNamesTheServiceCannotTake() {
    String endless = "p".repeat(65);
    Contract contract =
        Contracts.trips(
            "air",
            "{name: write_time, logicalType: string}",
            "{name: pieces_, logicalType: string}",
            "{name: " + endless + ", logicalType: string}");

    assertThat(FeatureGroup.faults(contract))
        .singleElement()
        .asString()
        .startsWith("no feature can have the name of column write_time, pieces_, " + endless)
        .contains("at most 64 characters");
  }

  @Test
  void canBeMadeOfEveryBundledProductWithThePort() {
    Collection<Contract> served =
        ContractLoader.bundled().all().stream()
            .filter(c -> c.ports().contains(OutputPort.FEATURE_GROUP))
            .toList();

    assertThat(served)
        .extracting(c -> FeatureGroup.of(c).name())
        .contains("features-customer_lifetime_value", "features-customer_segments");
  }
}
