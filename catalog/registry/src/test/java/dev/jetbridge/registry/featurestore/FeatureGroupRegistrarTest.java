package dev.jetbridge.registry.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import dev.jetbridge.registry.Databases;
import dev.jetbridge.registry.MotoServer;
import dev.jetbridge.registry.RegistrationResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.TableFormat;

/**
 * Feature groups against a counterpart of SageMaker. It makes groups at once, makes no table, puts
 * a name of its own where the request names the table, and cannot update a group.
 */
class FeatureGroupRegistrarTest {
  private static final String REGION = "eu-west-1";
  private static final List<String> CREDENTIALS = List.of("aws.accessKeyId", "aws.secretAccessKey");

  @TempDir private static Path folder;
  private static MotoServer moto;

  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void startCounterpart() throws Exception {
    assumeTrue(MotoServer.isInstalled(), "moto_server is not on the path");
    moto = MotoServer.start(folder.resolve("moto.log"));
    CREDENTIALS.forEach(name -> System.setProperty(name, "testing"));
  }

  @AfterAll
  static void stopCounterpart() {
    CREDENTIALS.forEach(System::clearProperty);
    if (moto != null) {
      moto.close();
    }
  }

  @Test
  void createsTheGroupThatTheContractAsksFor() {
    RegisteredGroup registered = register(FeatureGroup.of(Contracts.trips("created")));

    DescribeFeatureGroupResponse found = describe("created-trips");
    assertThat(registered.calls().writes()).isEqualTo(1);
    assertThat(sent).containsExactly("Search", "CreateFeatureGroup", "DescribeFeatureGroup");
    assertThat(found.recordIdentifierFeatureName()).isEqualTo("person_id");
    assertThat(found.eventTimeFeatureName()).isEqualTo("as_of");
    assertThat(found.featureDefinitions()).hasSize(11);
    assertThat(found.offlineStoreConfig().tableFormat()).isEqualTo(TableFormat.ICEBERG);
    assertThat(found.offlineStoreConfig().s3StorageConfig().s3Uri())
        .isEqualTo("s3://lake/warehouse/feature-store");
    // "KmsKeyId: The AWS KMS key … to encrypt any objects written into the OfflineStore S3
    // location" (SageMaker API Reference, S3StorageConfig).
    assertThat(found.offlineStoreConfig().s3StorageConfig().kmsKeyId()).isEqualTo("alias/features");
    assertThat(registered.table())
        .hasToString(
            found.offlineStoreConfig().dataCatalogConfig().database()
                + "."
                + found.offlineStoreConfig().dataCatalogConfig().tableName());
  }

  @Test
  void writesNothingTheSecondTime() {
    FeatureGroup group = FeatureGroup.of(Contracts.trips("twice"));
    RegisteredGroup first = register(group);
    sent.clear();

    RegisteredGroup second = register(group);

    assertThat(second.calls().writes()).isZero();
    assertThat(sent).containsExactly("Search", "DescribeFeatureGroup", "DescribeFeatureGroup");
    assertThat(second.table()).isEqualTo(first.table());
  }

  @Test
  void listsEverythingThatCannotBeChanged() {
    register(FeatureGroup.of(Contracts.trips("changed", "{name: gone, logicalType: string}")));
    FeatureGroup found = FeatureGroup.of(Contracts.trips("changed"));
    FeatureGroup other =
        new FeatureGroup(
            found.product(),
            found.name(),
            "cabin",
            "booked_at",
            found.features().stream()
                .map(
                    f ->
                        f.name().equals("flights")
                            ? new FeatureGroup.Feature("flights", FeatureType.STRING, "")
                            : f)
                .toList(),
            "",
            Map.of(),
            Optional.empty());

    assertThatThrownBy(() -> register(other))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONTRACT))
        .hasMessage(
            "Cannot bring feature group changed-trips to the contract of changed.trips: record"
                + " identifier is person_id, the contract says cabin; event time is as_of, the"
                + " contract says booked_at; type of feature flights is Integral, the contract says"
                + " String; feature gone is not in the contract; a group cannot be changed so: give"
                + " the changed product a new name, or delete the group if nobody reads it");
  }

  @Test
  void knowsTheTableOfAGroupAndThatThereIsNone() {
    FeatureGroup group = FeatureGroup.of(Contracts.trips("asked"));
    Optional<?> before = table(group);
    RegisteredGroup registered = register(group);

    assertThat(before).isEmpty();
    assertThat(table(group)).hasValueSatisfying(t -> assertThat(t).isEqualTo(registered.table()));
  }

  private RegisteredGroup register(FeatureGroup group) {
    try (FeatureGroupRegistrar registrar = registrar()) {
      return registrar.register(group);
    }
  }

  private Optional<?> table(FeatureGroup group) {
    try (FeatureGroupRegistrar registrar = registrar()) {
      return registrar.table(group);
    }
  }

  /** What {@link FeatureGroupRegistrar#aws} makes, with an ear on the line. */
  private FeatureGroupRegistrar registrar() {
    AwsSettings settings = new AwsSettings(REGION, Map.of(AwsService.SAGEMAKER, moto.endpoint()));
    return new SageMakerRegistrar(
        RegistrationResult.Platform.AWS,
        LiveFeatureStore.connect(settings, new Ear()),
        OfflineStorage.in(
            Databases.in(Optional.empty(), "s3://lake/warehouse"),
            "arn:aws:iam::123456789012:role/feature-store",
            Optional.of("alias/features"),
            Optional.of("alias/online")),
        Duration.ofSeconds(10));
  }

  /** Notes every request that goes out. */
  private final class Ear implements ExecutionInterceptor {
    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      sent.add(context.request().getClass().getSimpleName().replace("Request", ""));
    }
  }

  private static DescribeFeatureGroupResponse describe(String name) {
    try (SageMakerClient client =
        SageMakerClient.builder()
            .region(Region.of(REGION))
            .endpointOverride(moto.endpoint())
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      return client.describeFeatureGroup(r -> r.featureGroupName(name));
    }
  }
}
