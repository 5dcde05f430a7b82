package dev.jetbridge.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.columns.Activity;
import dev.jetbridge.contracts.columns.Bookings;
import dev.jetbridge.contracts.columns.CustomerSegments;
import dev.jetbridge.contracts.columns.CustomerValueMonthly;
import dev.jetbridge.contracts.columns.ExchangeRates;
import dev.jetbridge.contracts.columns.FlightLegs;
import dev.jetbridge.contracts.columns.InflightSales;
import dev.jetbridge.contracts.columns.Interactions;
import dev.jetbridge.contracts.columns.Links;
import dev.jetbridge.contracts.columns.LoyaltyProgramme;
import dev.jetbridge.contracts.columns.Members;
import dev.jetbridge.contracts.columns.Persons;
import dev.jetbridge.contracts.columns.Purchases;
import dev.jetbridge.contracts.columns.RouteDisruption;
import dev.jetbridge.jobs.registration.Jobs;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class JobContractsTest extends SparkTest {
  private static final RunContext RUN = asOf("2026-03-31T23:59:59.999999Z");
  private static final Map<ProductId, Map<String, Object>> PARAMETERS =
      Map.of(
          Links.TABLE, Map.of("sharedEmailPersons", 8),
          Persons.TABLE, Map.of(),
          Purchases.TABLE, Map.of("baseCurrency", "AED"),
          Interactions.TABLE, Map.of("delayedFromMinutes", 15),
          CustomerValueMonthly.TABLE, Map.of(),
          RouteDisruption.TABLE, Map.of("delayedFromMinutes", 15, "longDelayFromMinutes", 180),
          LoyaltyProgramme.TABLE, Map.of());

  @Test
  void givesTheColumnsOfTheContractFromEmptyInputs() {
    InMemoryInputs inputs = new InMemoryInputs();
    for (ProductId input :
        List.of(
            Bookings.TABLE,
            Members.TABLE,
            Activity.TABLE,
            InflightSales.TABLE,
            FlightLegs.TABLE,
            ExchangeRates.TABLE,
            Links.TABLE,
            Persons.TABLE,
            Purchases.TABLE,
            CustomerSegments.TABLE)) {
      inputs.and(input, Rows.of(input).in(spark));
    }

    assertThat(PARAMETERS)
        .allSatisfy(
            (product, parameters) -> {
              Dataset<Row> rows =
                  Jobs.create(product.toString(), parameters).run(inputs, RUN).rows();
              assertThat(types(rows.schema())).isEqualTo(types(ContractSchemas.of(product)));
              assertThat(rows.isEmpty()).isTrue();
            });
  }

  @Test
  void refusesParametersOutOfRange() {
    assertThatThrownBy(() -> Jobs.create("identity.links", Map.of("sharedEmailPersons", 0)))
        .isInstanceOfSatisfying(
            JetbridgeException.class,
            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.CONFIG))
        .hasMessage(
            "Cannot set up transformation identity.links: parameter sharedEmailPersons must be a"
                + " whole number of at least 1");
    assertThatThrownBy(() -> Jobs.create("customer360.purchases", Map.of("baseCurrency", "aed")))
        .isInstanceOf(JetbridgeException.class)
        .hasMessage(
            "Cannot set up transformation customer360.purchases: parameter baseCurrency must be an"
                + " ISO 4217 code such as AED");
    assertThatThrownBy(() -> Jobs.create("customer360.interactions", Map.of()))
        .isInstanceOf(JetbridgeException.class)
        .hasMessage(
            "Cannot set up transformation customer360.interactions: parameter delayedFromMinutes is"
                + " missing, must be a whole number of at least 1");
  }

  private static Map<String, DataType> types(StructType schema) {
    Map<String, DataType> types = new TreeMap<>();
    for (StructField field : schema.fields()) {
      types.put(field.name(), field.dataType());
    }
    return types;
  }
}
