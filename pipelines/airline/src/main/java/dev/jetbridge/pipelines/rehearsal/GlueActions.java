package dev.jetbridge.pipelines.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What calls of Glue need. An operation of the Data Catalog needs its action on the resource and on
 * all that it is in: table, database, catalog. Sources: AWS Glue developer guide, "Specifying AWS
 * Glue resource ARNs"; Service Authorization Reference, "Actions, resources, and condition keys for
 * AWS Glue".
 */
final class GlueActions {
  private GlueActions() {}

  static List<Permission> needs(Account account, String operation, JsonNode body) {
    String action = "glue:" + operation;
    List<String> resources = new ArrayList<>();
    if (operation.contains("Table") || operation.contains("Partition")) {
      String database = body.path("DatabaseName").asText();
      String table =
          body.path("TableInput")
              .path("Name")
              .asText(body.path("TableName").asText(body.path("Name").asText(Permission.ANY)));
      resources.addAll(
          List.of("catalog", "database/" + database, "table/" + database + "/" + table));
    } else if (operation.contains("Database")) {
      String name =
          body.path("DatabaseInput").path("Name").asText(body.path("Name").asText(Permission.ANY));
      resources.addAll(List.of("catalog", "database/" + name));
    } else if (body.has("ResourceArn")) {
      return List.of(new Permission(action, body.get("ResourceArn").asText()));
    } else if (operation.contains("Workflow")) {
      named(resources, "workflow/", body, "Name");
      body.path("Names").forEach(name -> resources.add("workflow/" + name.asText()));
    } else if (operation.contains("Trigger")) {
      named(resources, "trigger/", body, "Name");
      body.path("TriggerNames").forEach(name -> resources.add("trigger/" + name.asText()));
    } else if (operation.contains("Job")) {
      named(resources, "job/", body, "Name");
      named(resources, "job/", body, "JobName");
      body.path("JobNames").forEach(name -> resources.add("job/" + name.asText()));
    }
    // Of another account's catalog, those of its owner.
    Account owner =
        new Account(
            account.partition(), account.region(), body.path("CatalogId").asText(account.id()));
    List<Permission> needs = new ArrayList<>();
    if (resources.isEmpty()) {
      needs.add(new Permission(action, Permission.ANY));
    }
    for (String resource : resources) {
      String arn = owner.arn("glue", resource);
      needs.add(new Permission(action, arn));
      Recognition.tagged(body, "Tags", "glue:TagResource", arn)
          .filter(tag -> operation.startsWith("Create"))
          .ifPresent(needs::add);
    }
    Recognition.passed(body, "Role", "glue.amazonaws.com").ifPresent(needs::add);
    Recognition.passed(body.path("JobUpdate"), "Role", "glue.amazonaws.com").ifPresent(needs::add);
    return needs;
  }

  private static void named(List<String> resources, String kind, JsonNode body, String member) {
    if (body.has(member)) {
      resources.add(kind + body.get(member).asText());
    }
  }
}
