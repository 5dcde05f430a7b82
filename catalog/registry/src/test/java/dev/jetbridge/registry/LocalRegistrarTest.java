package dev.jetbridge.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.Contract;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalRegistrarTest {
  private final InMemoryCatalog catalog = new InMemoryCatalog();

  @BeforeEach
  void open() {
    catalog.initialize("test", Map.of());
  }

  @Test
  void plansTheCallsAsJson() throws Exception {
    Contract contract = ContractBuilder.activity().build();
    RegisteredTable table = registered(contract);

    RegistrationResult result = register(Registrar.local(List.of(contract)), contract, table);

    assertThat(result.platform()).isEqualTo(RegistrationResult.Platform.LOCAL);
    assertThat(result.writes()).isEqualTo(2);
    ObjectMapper json = new ObjectMapper();
    JsonNode calls = json.readTree(json.writeValueAsString(result)).get("calls");
    assertThat(calls.findValuesAsText("operation"))
        .containsExactly("GetDatabase", "CreateDatabase", "GetTable", "CreateTable");
    JsonNode input = calls.get(3).at("/request/TableInput");
    assertThat(input.at("/Name").asText()).isEqualTo("activity");
    assertThat(input.at("/TableType").asText()).isEqualTo("EXTERNAL_TABLE");
    assertThat(input.at("/Parameters/table_type").asText()).isEqualTo("ICEBERG");
    assertThat(input.at("/Parameters/metadata_location").asText())
        .isEqualTo(table.metadataLocation());
    assertThat(input.at("/Parameters/jetbridge.identifier-columns").asText())
        .isEqualTo("member_number");
    assertThat(input.at("/StorageDescriptor/Columns/1/Type").asText()).isEqualTo("timestamp");
    assertThat(input.at("/StorageDescriptor/Columns/1/Comment").asText())
        .isEqualTo("The occurred_at.");
    assertThat(input.at("/StorageDescriptor/Columns/1/Parameters/iceberg.field.id").asText())
        .isEqualTo("2");
    assertThat(input.has("PartitionKeys")).isFalse();
  }

  @Test
  void plansADomainOnceAndNothingTwice() {
    Contract activity = ContractBuilder.activity().build();
    Contract members = ContractBuilder.source("loyalty.members").likeActivity().build();
    RegisteredTable first = registered(activity);
    RegisteredTable second = registered(members);

    try (Registrar registrar = Registrar.local(List.of(activity, members))) {
      registrar.register(activity, first);
      RegistrationResult sibling = registrar.register(members, second);
      RegistrationResult again = registrar.register(activity, first);

      assertThat(sibling.calls())
          .extracting(RegistrationCall::operation)
          .containsExactly("GetDatabase", "GetTable", "CreateTable");
      assertThat(again.writes()).isZero();
    }
  }

  /** The contract of members does not load any more; who owns it is not forgotten for that. */
  @Test
  void keepsTheOwnersOfContractsThatDoNotLoad() {
    Contract activity = ContractBuilder.activity().build();
    Contract members =
        ContractBuilder.source("loyalty.members").likeActivity().owner("crm").build();
    RegisteredTable table = registered(activity);
    PlannedGlue glue = new PlannedGlue();
    registrar(glue, List.of(activity, members), true).register(activity, table);

    RegistrationResult part = registrar(glue, List.of(activity), false).register(activity, table);
    RegistrationResult gone = registrar(glue, List.of(activity), true).register(activity, table);

    assertThat(part.writes()).isZero();
    assertThat(gone.calls())
        .extracting(RegistrationCall::operation)
        .containsExactly("GetDatabase", "UpdateDatabase", "GetTable");
  }

  private static Registrar registrar(Glue glue, List<Contract> mesh, boolean whole) {
    return new GlueRegistrar(
        RegistrationResult.Platform.LOCAL,
        glue,
        new DesiredEntries(mesh, Databases.in(Optional.empty(), ""), whole));
  }

  @Test
  void plansTheSameCallsAgain() {
    Contract contract = ContractBuilder.activity().identifier("email").build();
    RegisteredTable table = registered(contract);

    RegistrationResult one = register(Registrar.local(List.of(contract)), contract, table);
    RegistrationResult other = register(Registrar.local(List.of(contract)), contract, table);

    assertThat(one.calls().toString()).isEqualTo(other.calls().toString());
  }

  private RegisteredTable registered(Contract contract) {
    return RegisteredTable.of(new IcebergTables(catalog).createOrEvolve(contract));
  }

  private static RegistrationResult register(
      Registrar registrar, Contract contract, RegisteredTable table) {
    try (registrar) {
      return registrar.register(contract, table);
    }
  }
}
