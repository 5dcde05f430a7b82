package dev.jetbridge.pipelines.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.registry.DatabasePlace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class DomainsTest {
  private static final Map<String, String> AWS =
      Map.of(
          "platform", "aws",
          "aws.region", "eu-west-1",
          "aws.warehouse", "s3://lake/warehouse",
          "aws.catalog-id", "123456789012");

  @Test
  void aDomainOfWhichNothingIsSaidIsWhereAllAre() {
    Config config = config(Map.of("domains.retail.role", "arn:aws:iam::123456789012:role/retail"));

    assertThat(config.databases().own()).isEmpty();
    assertThat(config.databases().of("loyalty"))
        .isEqualTo(
            new DatabasePlace(Optional.of("123456789012"), "loyalty", "s3://lake/warehouse"));
    assertThat(config.domains().of("retail").role())
        .contains("arn:aws:iam::123456789012:role/retail");
    assertThat(config.domains().of("loyalty").role()).isEmpty();
  }

  @Test
  void theCatalogIsThatOfTheAccountUnlessItIsSaid() {
    Config config =
        config(
            Map.of(
                "domains.loyalty.account", "210987654321",
                "domains.loyalty.warehouse", "s3://loyalty/tables",
                "domains.retail.account", "210987654321",
                "domains.retail.catalog-id", "111111111111",
                "domains.operations.database", "prod_operations"));

    assertThat(config.databases().own())
        .isEqualTo(
            Map.of(
                "loyalty",
                new DatabasePlace(Optional.of("210987654321"), "loyalty", "s3://loyalty/tables"),
                "retail",
                new DatabasePlace(Optional.of("111111111111"), "retail", "s3://lake/warehouse"),
                "operations",
                new DatabasePlace(
                    Optional.of("123456789012"), "prod_operations", "s3://lake/warehouse")));
  }

  @Test
  void whoServesDomainsOfSeveralRolesHasTheCommonOne() {
    Domains domains =
        config(Map.of("domains.retail.role", "arn:aws:iam::123456789012:role/retail")).domains();

    assertThat(domains.haveRoleOfTheirOwn(List.of("retail", "retail"))).isTrue();
    assertThat(domains.haveRoleOfTheirOwn(List.of("retail", "loyalty"))).isFalse();
    assertThat(domains.haveRoleOfTheirOwn(List.of("loyalty"))).isFalse();
    assertThat(domains.haveRoleOfTheirOwn(List.of())).isFalse();
  }

  @Test
  void saysWhichKeyIsMeantAndWhatAValueMustBe() {
    assertThatThrownBy(
            () ->
                config(
                    Map.of(
                        "domains.loyalty.databse", "prod",
                        "domains.Loyalty.role", "x",
                        "domains.loyalty.account", "12",
                        "domains.retail.database", "prod-retail",
                        "domains.retail.warehouse", "/tmp/lake")))
        .hasMessageContaining(
            "unknown key domains.loyalty.databse; did you mean domains.loyalty.database?")
        .hasMessageContaining("unknown key domains.Loyalty.role")
        .hasMessageContaining("domains.loyalty.account is 12, must be the 12 digits of an account")
        .hasMessageContaining("domains.retail.database is prod-retail, must be lower case letters")
        .hasMessageContaining(
            "domains.retail.warehouse is /tmp/lake, must be of the form s3://bucket/folder");
  }

  @Test
  void refusesADomainThatNoProductHasOnceAllAreKnown() {
    Config config = config(Map.of("domains.loyality.database", "prod_loyalty"));
    List<String> known = List.of("loyalty", "retail");

    assertThatThrownBy(() -> config.domains().check(known, true, config.databases()))
        .hasMessage(
            "Cannot place domains as configured: no product is of the domain loyality; did you mean"
                + " loyalty?");
    assertThatCode(() -> config.domains().check(known, false, config.databases()))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesTwoDomainsInOneDatabase() {
    Config config = config(Map.of("domains.loyalty.database", "retail"));

    assertThatThrownBy(
            () -> config.domains().check(List.of("loyalty", "retail"), true, config.databases()))
        .hasMessageContaining(
            "the domains loyalty and retail would share the database retail; give one of them"
                + " another with domains.loyalty.database");
    Config apart =
        config(
            Map.of(
                "domains.loyalty.database", "retail",
                "domains.loyalty.account", "210987654321"));
    assertThatCode(
            () -> apart.domains().check(List.of("loyalty", "retail"), true, apart.databases()))
        .doesNotThrowAnyException();
  }

  @Test
  void aFolderOfADomainIsItsOwn() {
    DomainFolders folders =
        new DomainFolders("s3://lake/home/landing", Map.of("loyalty", "s3://loyalty/landing"));

    assertThat(folders.of(ProductId.parse("loyalty.members"))).isEqualTo("s3://loyalty/landing");
    assertThat(folders.of(ProductId.parse("retail.sales"))).isEqualTo("s3://lake/home/landing");
    assertThat(folders.all()).containsExactly("s3://lake/home/landing", "s3://loyalty/landing");
  }

  private static Config config(Map<String, String> more) {
    Properties properties = new Properties();
    properties.putAll(AWS);
    properties.putAll(more);
    return Config.of(properties, "test");
  }
}
