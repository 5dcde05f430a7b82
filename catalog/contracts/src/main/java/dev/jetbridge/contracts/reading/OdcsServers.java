package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.ObjectShape;
import dev.jetbridge.contracts.yaml.Shape;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The servers of ODCS v3.1: which keys each type has. Source: Bitol, Open Data Contract Standard
 * v3.1.0, section Infrastructure and Servers.
 */
public final class OdcsServers {
  /** Types whose files can be ingested; of type custom those of a channel. */
  public static final Set<String> FILES = Set.of("local", "s3", "sftp", "custom");

  /** A type a line with its keys; an exclamation mark for those that must be there. */
  private static final String TYPES =
      """
      api location!
      athena stagingDir! schema! catalog regionName
      azure location! format! delimiter
      bigquery project! dataset!
      clickhouse host! port! database!
      cloudsql host! port! database! schema!
      custom account catalog database dataset delimiter endpointUrl format host location path port \
      project region regionName schema serviceName stagingDir warehouse stream
      databricks host catalog! schema!
      db2 host! port! database! schema
      denodo host! port! database
      dremio host! port! schema
      duckdb database! schema
      glue account! database! location format
      hive host! port database!
      impala host! port database!
      informix host! port database!
      kafka host! format
      kinesis region format
      local path! format!
      mysql host! port! database!
      oracle host! port! serviceName!
      postgres host! port! database! schema!
      postgresql host! port! database! schema!
      presto host! catalog schema
      pubsub project!
      redshift host database! schema! region account
      s3 location! endpointUrl format delimiter
      sftp location! format delimiter
      snowflake host port account! database! schema! warehouse
      sqlserver host! port database! schema!
      synapse host! port! database!
      trino host! port! catalog! schema!
      vertica host! port! database! schema!
      zen host! port database!
      """;

  private static final Map<String, ObjectShape> SHAPES = shapes();

  private OdcsServers() {}

  /** A server: an unknown type is one fault, not one for each of its keys. */
  static void check(YamlNode node, Faults faults) {
    String type = node.textOrEmpty("type");
    ObjectShape shape = SHAPES.get(type);
    if (shape != null) {
      shape.check(node, faults);
    } else if (node.text("type").isPresent()) {
      faults.add(
          node.fields().get("type"),
          "unknown server type "
              + type
              + NearestName.of(type, SHAPES.keySet())
                  .map(n -> "; did you mean " + n + "?")
                  .orElse(
                      " (types that can be ingested: local, s3, sftp, and custom with the"
                          + " serviceName of a channel)"));
    } else {
      common().check(node, faults);
    }
  }

  private static ObjectShape common() {
    return new ObjectShape()
        .optional("id", Odcs.STABLE_ID)
        .required("server", Shape.TEXT)
        .required("type", Shape.TEXT)
        .texts("description", "environment")
        .optional("roles", Shape.listOf(Odcs.ROLE))
        .optional("customProperties", Odcs.CUSTOM_PROPERTIES);
  }

  private static Map<String, ObjectShape> shapes() {
    Map<String, ObjectShape> shapes = new TreeMap<>();
    for (String line : TYPES.lines().toList()) {
      String[] words = line.split(" ", -1);
      ObjectShape shape = common();
      for (int i = 1; i < words.length; i++) {
        String key = words[i].replace("!", "");
        Shape value = key.equals("port") ? Shape.INTEGER : Shape.TEXT;
        if (words[i].endsWith("!")) {
          shape.required(key, value);
        } else {
          shape.optional(key, value);
        }
      }
      shapes.put(words[0], shape);
    }
    return shapes;
  }
}
