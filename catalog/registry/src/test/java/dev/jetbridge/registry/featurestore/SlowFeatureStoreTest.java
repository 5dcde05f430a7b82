package dev.jetbridge.registry.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import dev.jetbridge.registry.Databases;
import dev.jetbridge.registry.RegistrationCall;
import dev.jetbridge.registry.RegistrationResult;
import dev.jetbridge.registry.ScriptedGlue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the counterpart of SageMaker never does: it takes its time, updates groups and fails. The
 * answers are scripted, so this shows what we make of them and that our requests are of the form
 * that the SDK gives them; not how AWS behaves.
 */
class SlowFeatureStoreTest {
  private static final List<String> CREDENTIALS = List.of("aws.accessKeyId", "aws.secretAccessKey");
  private static final String FOUND = "{\"Results\": [{\"FeatureGroup\": {}}]}";
  private static final String NOT_FOUND = "{\"Results\": []}";

  private final FeatureGroup group = FeatureGroup.of(Contracts.trips("air"));
  private final FeatureGroup online = FeatureGroup.of(Contracts.online("air", "ttl: 30 days"));
  private ScriptedGlue sageMaker;

  @BeforeEach
  void start() throws IOException {
    CREDENTIALS.forEach(name -> System.setProperty(name, "testing"));
    sageMaker = new ScriptedGlue();
  }

  @AfterEach
  void stop() {
    sageMaker.close();
    CREDENTIALS.forEach(System::clearProperty);
  }

  @Test
  void waitsUntilAGroupIsMade() {
    sageMaker
        .on("Search", NOT_FOUND)
        .on("CreateFeatureGroup", "{}")
        .on("DescribeFeatureGroup", described("Creating", "", 0))
        .on("DescribeFeatureGroup", described("Created", "", 0));

    RegisteredGroup registered = register(Duration.ofSeconds(20));

    assertThat(registered.table()).hasToString("air_feature_store.trips");
    assertThat(sageMaker.requests("CreateFeatureGroup").get(0))
        .contains(
            "\"FeatureGroupName\":\"air-trips\"",
            "{\"FeatureName\":\"spent\",\"FeatureType\":\"Fractional\"}",
            "\"TableFormat\":\"Iceberg\"",
            "\"DataCatalogConfig\":{\"TableName\":\"trips\",\"Catalog\":\"AwsDataCatalog\","
                + "\"Database\":\"air_feature_store\"}",
            "{\"Key\":\"jetbridge.product\",\"Value\":\"air.trips\"}");
    assertThat(sageMaker.requests("DescribeFeatureGroup")).hasSize(2);
  }

  @Test
  void addsTheFeaturesThatAreNewInTheContract() {
    sageMaker
        .on("Search", FOUND)
        .on("UpdateFeatureGroup", "{}")
        .on("DescribeFeatureGroup", described("Created", "", 2))
        .on("DescribeFeatureGroup", described("Created", "", 2))
        .on("DescribeFeatureGroup", described("Created", "InProgress", 0))
        .on("DescribeFeatureGroup", described("Created", "Successful", 0));

    RegisteredGroup first = register(Duration.ofSeconds(20));
    RegisteredGroup second = register(Duration.ofSeconds(20));

    assertThat(first.calls().writes()).isEqualTo(1);
    assertThat(sageMaker.requests("UpdateFeatureGroup"))
        .containsExactly(
            "{\"FeatureGroupName\":\"air-trips\",\"FeatureAdditions\":["
                + "{\"FeatureName\":\"booked_at\",\"FeatureType\":\"String\"},"
                + "{\"FeatureName\":\"cabin\",\"FeatureType\":\"String\"}]}");
    assertThat(second.calls().writes()).isZero();
  }

  /** Source: Amazon SageMaker API, CreateFeatureGroup, OnlineStoreConfig. */
  @Test
  void asksForAnOnlineStore() {
    sageMaker
        .on("Search", NOT_FOUND)
        .on("CreateFeatureGroup", "{}")
        .on("DescribeFeatureGroup", described(onlineStore("Hours", 720)));

    assertThat(register(online).calls().writes()).isEqualTo(1);

    assertThat(sageMaker.requests("CreateFeatureGroup"))
        .singleElement()
        .asString()
        .contains(
            "\"OnlineStoreConfig\":{\"SecurityConfig\":{\"KmsKeyId\":\"alias/online\"},"
                + "\"EnableOnlineStore\":true,\"TtlDuration\":{\"Unit\":\"Days\",\"Value\":30}}");
    assertThat(new FeatureGroupRequests(group, OfflineStorage.UNKNOWN).create().onlineStoreConfig())
        .isNull();
  }

  @Test
  void setsAndTakesAwayTheTimeToLiveOfAnOnlineStore() {
    sageMaker
        .on("Search", FOUND)
        .on("UpdateFeatureGroup", "{}")
        .on("DescribeFeatureGroup", described(onlineStore("Weeks", 1)));

    RegisteredGroup set = register(online);
    register(FeatureGroup.of(Contracts.online("air", "")));

    assertThat(set.calls().writes()).isEqualTo(1);
    assertThat(sageMaker.requests("UpdateFeatureGroup"))
        .containsExactly(
            "{\"FeatureGroupName\":\"air-trips\",\"OnlineStoreConfig\":{\"TtlDuration\":"
                + "{\"Unit\":\"Days\",\"Value\":30}}}",
            "{\"FeatureGroupName\":\"air-trips\",\"OnlineStoreConfig\":{\"TtlDuration\":{}}}");
  }

  @Test
  void refusesToGiveAnOnlineStoreToAGroupThatWasMadeWithoutOne() {
    sageMaker.on("Search", FOUND).on("DescribeFeatureGroup", described("Created", "", 0));

    fails(
        () -> register(online),
        FailureKind.CONTRACT,
        "Cannot bring feature group air-trips to the contract of air.trips: it was made without an"
            + " online store, the contract says onlineStore (without it in the contract the group"
            + " is served offline as before); a group cannot be changed so: give the changed"
            + " product a new name, or delete the group if nobody reads it");
    assertThat(sageMaker.requests("UpdateFeatureGroup")).isEmpty();
  }

  /** Somebody made it by hand, or the contract had one: what is there is no fault. */
  @Test
  void leavesAnOnlineStoreAloneThatTheContractDoesNotAskFor() {
    sageMaker.on("Search", FOUND).on("DescribeFeatureGroup", described(onlineStore("Weeks", 1)));

    assertThat(register(group).calls().writes()).isZero();
  }

  private RegisteredGroup register(FeatureGroup other) {
    return register(other, Duration.ofSeconds(20));
  }

  private String described(String more) {
    return described("Created", "", 0).replaceFirst("\\{", "{" + more + ",");
  }

  private static String onlineStore(String unit, int value) {
    return "\"OnlineStoreConfig\":{\"EnableOnlineStore\":true,\"TtlDuration\":"
        + "{\"Unit\":\"%s\",\"Value\":%d}}".formatted(unit, value);
  }

  @Test
  void takesAGroupThatAnotherRunMadeFirst() {
    sageMaker
        .on("Search", NOT_FOUND)
        .failing("CreateFeatureGroup", 400, "ResourceInUse")
        .on("DescribeFeatureGroup", described("Created", "", 0));

    RegisteredGroup registered = register(Duration.ofSeconds(20));

    assertThat(registered.calls().writes()).isZero();
    assertThat(registered.calls().calls())
        .extracting(RegistrationCall::operation)
        .containsExactly("Search", "DescribeFeatureGroup");
  }

  @Test
  void makesAGroupAnewThatIsListedButGone() {
    sageMaker
        .on("Search", FOUND)
        .on("CreateFeatureGroup", "{}")
        .failing("DescribeFeatureGroup", 400, "ResourceNotFound")
        .on("DescribeFeatureGroup", described("Created", "", 0));

    assertThat(register(Duration.ofSeconds(20)).calls().writes()).isEqualTo(1);
  }

  @Test
  void saysWhatFeatureStoreSaysOfAFailure() {
    sageMaker
        .on("Search", NOT_FOUND)
        .on("CreateFeatureGroup", "{}")
        .on("DescribeFeatureGroup", described("CreateFailed", "", 0));

    fails(
        () -> register(Duration.ofSeconds(20)),
        FailureKind.EXTERNAL,
        "Cannot use feature group air-trips: Feature Store says no such bucket; delete the group,"
            + " fix the cause and run again");
  }

  @Test
  void saysWhatFeatureStoreSaysOfAFailedUpdate() {
    sageMaker
        .on("Search", FOUND)
        .on("UpdateFeatureGroup", "{}")
        .on("DescribeFeatureGroup", described("Created", "", 1))
        .on("DescribeFeatureGroup", described("Created", "", 1))
        .on("DescribeFeatureGroup", described("Created", "Failed", 1));

    fails(
        () -> register(Duration.ofSeconds(20)),
        FailureKind.EXTERNAL,
        "Cannot add features to feature group air-trips: Feature Store says no such bucket; run"
            + " again");
  }

  @Test
  void losesPatienceWithAGroupThatIsNeverMade() {
    sageMaker
        .on("Search", NOT_FOUND)
        .on("CreateFeatureGroup", "{}")
        .on("DescribeFeatureGroup", described("Creating", "", 0));

    fails(
        () -> register(Duration.ZERO),
        FailureKind.EXTERNAL,
        "Cannot use feature group air-trips: still Creating after 0 s; run again later");
  }

  @Test
  void tellsWhoseTurnItIs() {
    sageMaker.on("Search", NOT_FOUND).failing("CreateFeatureGroup", 400, "ResourceLimitExceeded");

    fails(
        () -> register(Duration.ofSeconds(20)),
        FailureKind.CONFIG,
        "Cannot call SageMaker CreateFeatureGroup on air-trips: the account's quota is used up"
            + " (ResourceLimitExceeded); ask AWS to raise it or delete what is unused");
    assertThatThrownBy(
            () -> OfflineStorage.in(lake(), "my-role", Optional.empty(), Optional.empty()))
        .hasMessageStartingWith("Invalid aws.feature-store-role: my-role (must be of the form");
  }

  @Test
  void plansTheSameCreationWithoutTouchingAnything() {
    try (FeatureGroupRegistrar registrar = FeatureGroupRegistrar.local()) {
      RegisteredGroup planned = registrar.register(group);
      RegisteredGroup again = registrar.register(group);

      assertThat(planned.calls().platform()).isEqualTo(RegistrationResult.Platform.LOCAL);
      assertThat(planned.calls().calls())
          .extracting(RegistrationCall::operation)
          .containsExactly("Search", "CreateFeatureGroup", "DescribeFeatureGroup");
      assertThat(planned.calls().calls().get(1).request())
          .containsEntry("FeatureGroupName", "air-trips")
          .containsEntry("RoleArn", "${aws.feature-store-role}");
      assertThat(again.calls().writes()).isZero();
    }
  }

  private static void fails(ThrowingCallable call, FailureKind kind, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessage(message);
  }

  private RegisteredGroup register(Duration patience) {
    return register(group, patience);
  }

  private RegisteredGroup register(FeatureGroup wanted, Duration patience) {
    AwsSettings settings =
        new AwsSettings("eu-west-1", Map.of(AwsService.SAGEMAKER, sageMaker.endpoint()));
    try (FeatureGroupRegistrar registrar =
        new SageMakerRegistrar(
            RegistrationResult.Platform.AWS,
            LiveFeatureStore.connect(settings),
            OfflineStorage.in(
                lake(),
                "arn:aws:iam::123456789012:role/feature-store",
                Optional.empty(),
                Optional.of("alias/online")),
            patience)) {
      return registrar.register(wanted);
    }
  }

  /** The group as described, without its last features. */
  private String described(String status, String update, int missing) {
    String definitions =
        group.features().subList(0, group.features().size() - missing).stream()
            .map(
                f ->
                    "{\"FeatureName\":\"%s\",\"FeatureType\":\"%s\"}"
                        .formatted(f.name(), f.type().label()))
            .collect(Collectors.joining(","));
    String last =
        update.isEmpty()
            ? ""
            : "\"LastUpdateStatus\":{\"Status\":\"%s\",\"FailureReason\":\"no such bucket\"},"
                .formatted(update);
    return """
    {"FeatureGroupName":"air-trips","RecordIdentifierFeatureName":"person_id",
     "EventTimeFeatureName":"as_of","FeatureDefinitions":[%s],%s
     "FailureReason":"no such bucket","FeatureGroupStatus":"%s",
     "OfflineStoreConfig":{"TableFormat":"Iceberg","S3StorageConfig":{"S3Uri":"s3://lake"},
       "DataCatalogConfig":{"Catalog":"AwsDataCatalog","Database":"air_feature_store",
         "TableName":"trips"}}}
    """
        .formatted(definitions, last, status);
  }

  private static Databases lake() {
    return Databases.in(Optional.empty(), "s3://lake/");
  }
}
