package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.ObjectShape;
import dev.jetbridge.contracts.yaml.Shape;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.regex.Pattern;

/**
 * The structure of a data contract: every key that the standard knows, so that any valid contract
 * is understood, and no other. Source: Bitol, Open Data Contract Standard v3.1.0.
 */
final class Odcs {
  private static final String REFERENCE =
      "[A-Za-z_][A-Za-z0-9_]*\\.[A-Za-z_][A-Za-z0-9_]*"
          + "|((https?://)?[A-Za-z0-9._\\-/]+\\.yaml#)?/?[A-Za-z_][A-Za-z0-9_]*/[A-Za-z0-9_-]+"
          + "(/[A-Za-z_][A-Za-z0-9_]*/[A-Za-z0-9_-]+)*";

  static final Shape STABLE_ID =
      Shape.matching(Pattern.compile("[A-Za-z0-9_-]+"), "letters, digits, _ and - only");
  private static final Shape TEXTS = Shape.listOf(Shape.TEXT);

  static final Shape CUSTOM_PROPERTIES =
      Shape.listOf(
          new ObjectShape()
              .optional("id", STABLE_ID)
              .required("property", Shape.TEXT)
              .required("value", Shape.ANY)
              .texts("description"));

  static final Shape DEFINITIONS =
      Shape.listOf(
          new ObjectShape()
              .optional("id", STABLE_ID)
              .required("url", Shape.TEXT)
              .required("type", Shape.TEXT)
              .texts("description"));

  static final Shape ROLE =
      new ObjectShape()
          .optional("id", STABLE_ID)
          .required("role", Shape.TEXT)
          .texts("description", "access", "firstLevelApprovers", "secondLevelApprovers")
          .optional("customProperties", CUSTOM_PROPERTIES);

  private static final ObjectShape MEMBER =
      new ObjectShape()
          .optional("id", STABLE_ID)
          .required("username", Shape.TEXT)
          .texts("name", "description", "role", "dateIn", "dateOut", "replacedByUsername")
          .optional("tags", TEXTS)
          .optional("customProperties", CUSTOM_PROPERTIES)
          .optional("authoritativeDefinitions", DEFINITIONS);

  private static final ObjectShape TEAM =
      new ObjectShape()
          .optional("id", STABLE_ID)
          .texts("name", "description")
          .optional("members", Shape.listOf(MEMBER))
          .optional("tags", TEXTS)
          .optional("customProperties", CUSTOM_PROPERTIES)
          .optional("authoritativeDefinitions", DEFINITIONS);

  private static final ObjectShape SUPPORT =
      new ObjectShape()
          .optional("id", STABLE_ID)
          .required("channel", Shape.TEXT)
          .texts("url", "description", "tool", "scope", "invitationUrl")
          .optional("customProperties", CUSTOM_PROPERTIES);

  private static final ObjectShape PRICE =
      new ObjectShape()
          .optional("id", STABLE_ID)
          .optional("priceAmount", Shape.NUMBER)
          .texts("priceCurrency", "priceUnit");

  private static final ObjectShape SERVICE_LEVEL =
      new ObjectShape()
          .optional("id", STABLE_ID)
          .required("property", Shape.TEXT)
          .required("value", Shape.SCALAR)
          .optional("valueExt", Shape.SCALAR)
          .texts("unit", "element", "driver", "description", "scheduler", "schedule");

  private static final ObjectShape DESCRIPTION =
      new ObjectShape()
          .texts("usage", "purpose", "limitations")
          .optional("authoritativeDefinitions", DEFINITIONS)
          .optional("customProperties", CUSTOM_PROPERTIES);

  private static final Shape ENDPOINT =
      (node, faults) -> {
        Shape reference =
            Shape.matching(
                Pattern.compile(REFERENCE), "a reference such as bookings.ticket_number");
        if (!node.is(YamlNode.Kind.LIST)) {
          reference.check(node, faults);
        } else if (node.items().isEmpty()) {
          faults.add(node, "must name at least one column");
        }
        node.items().forEach(item -> reference.check(item, faults));
      };

  private static final ObjectShape COLUMN_RELATIONSHIP =
      new ObjectShape()
          .optional("type", Shape.oneOf("foreignKey"))
          .required("to", ENDPOINT)
          .optional("customProperties", CUSTOM_PROPERTIES);

  private static final ObjectShape TABLE_RELATIONSHIP =
      ObjectShape.with(COLUMN_RELATIONSHIP).required("from", ENDPOINT);

  private static final ObjectShape ELEMENT =
      new ObjectShape()
          .optional("id", STABLE_ID)
          .required("name", Shape.TEXT)
          .texts("physicalType", "physicalName", "description", "businessName")
          .optional("authoritativeDefinitions", DEFINITIONS)
          .optional("tags", TEXTS)
          .optional("customProperties", CUSTOM_PROPERTIES)
          .optional("quality", Shape.listOf(OdcsRules::check));

  static final ObjectShape COLUMN =
      ObjectShape.with(ELEMENT)
          .optional("primaryKey", Shape.BOOLEAN)
          .optional("primaryKeyPosition", Shape.INTEGER)
          .required(
              "logicalType",
              Shape.oneOf(
                  "string",
                  "date",
                  "timestamp",
                  "time",
                  "number",
                  "integer",
                  "object",
                  "array",
                  "boolean"))
          .optional("logicalTypeOptions", Shape.OBJECT)
          .optional("required", Shape.BOOLEAN)
          .optional("unique", Shape.BOOLEAN)
          .optional("partitioned", Shape.BOOLEAN)
          .optional("partitionKeyPosition", Shape.INTEGER)
          .texts("classification", "encryptedName", "transformLogic", "transformDescription")
          .optional("transformSourceObjects", TEXTS)
          .optional("examples", Shape.listOf(Shape.ANY))
          .optional("criticalDataElement", Shape.BOOLEAN)
          .optional("relationships", Shape.listOf(COLUMN_RELATIONSHIP));

  private static final ObjectShape TABLE =
      ObjectShape.with(ELEMENT)
          .optional("logicalType", Shape.oneOf("object"))
          .texts("dataGranularityDescription")
          .required("properties", Shape.listOf(OdcsColumns::check))
          .optional("relationships", Shape.listOf(Odcs::checkTableRelationship));

  static final ObjectShape CONTRACT =
      new ObjectShape()
          .required("apiVersion", Shape.oneOf("v3.1.0", "v3.0.2", "v3.0.1", "v3.0.0"))
          .required("kind", Shape.oneOf("DataContract"))
          .required("id", Shape.TEXT)
          .required("name", Shape.TEXT)
          .required("domain", Shape.TEXT)
          .required("version", Shape.TEXT)
          .required("status", Shape.TEXT)
          .texts("tenant", "dataProduct", "slaDefaultElement", "contractCreatedTs")
          .optional("tags", TEXTS)
          .optional("description", DESCRIPTION)
          .optional("servers", Shape.listOf(OdcsServers::check))
          .required("schema", Shape.listOf(TABLE))
          .optional("support", Shape.listOf(SUPPORT))
          .optional("price", PRICE)
          .optional("team", Odcs::checkTeam)
          .optional("roles", Shape.listOf(ROLE))
          .optional("slaProperties", Shape.listOf(SERVICE_LEVEL))
          .optional("authoritativeDefinitions", DEFINITIONS)
          .required("customProperties", CUSTOM_PROPERTIES);

  private Odcs() {}

  /** A team is an object since v3.1; before, it was the list of its members. */
  private static void checkTeam(YamlNode node, Faults faults) {
    Shape shape = node.is(YamlNode.Kind.LIST) ? Shape.listOf(MEMBER) : TEAM;
    shape.check(node, faults);
  }

  private static void checkTableRelationship(YamlNode node, Faults faults) {
    TABLE_RELATIONSHIP.check(node, faults);
    boolean mixed =
        node.field("from").isPresent()
            && node.field("to").isPresent()
            && node.fields().get("from").is(YamlNode.Kind.LIST)
                != node.fields().get("to").is(YamlNode.Kind.LIST);
    if (mixed) {
      faults.add(node, "from and to must both be one reference or both be lists");
    }
  }
}
