package dev.jetbridge.contracts.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.jetbridge.contracts.Fault;
import dev.jetbridge.contracts.Sample;
import dev.jetbridge.contracts.mesh.ContractFiles;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.contracts.yaml.Faults;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares our verdict with that of the official JSON schema: what it refuses, we refuse. */
class OfficialSchemaTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static JsonSchema schema;

  @BeforeAll
  static void readSchema() throws IOException {
    Path file =
        Path.of(System.getProperty("jetbridge.shared", "none"), "schemas", "odcs-v3.1.0.json");
    assumeTrue(Files.exists(file), "the official schema " + file + " is not on this machine");
    try (InputStream in = Files.newInputStream(file)) {
      schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V201909).getSchema(in);
    }
  }

  static Stream<String> bundled() {
    return ContractFiles.bundled().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("bundled")
  void bundledContractsFollowTheStandard(String origin) throws JsonProcessingException {
    String yaml = ContractFiles.bundled().get(origin).orElseThrow();

    assertThat(schema.validate(YAML.readTree(yaml))).isEmpty();
  }

  @Test
  void theSamplesFollowTheStandardAndAreAccepted() throws JsonProcessingException {
    for (String yaml : List.of(Sample.SOURCE, Sample.AGGREGATE)) {
      assertThat(schema.validate(YAML.readTree(yaml))).isEmpty();
      assertThat(ContractLoader.parse(yaml, "sample").columns()).isNotEmpty();
    }
  }

  /**
   * Every kind of place in the samples in turn: a key taken away, an unknown key added, and each
   * value replaced by one of every other kind.
   */
  @Test
  void refusesEveryMutationThatTheSchemaRefuses() throws JsonProcessingException {
    List<String> accepted = new ArrayList<>();
    int refused = 0;
    for (String yaml : List.of(withoutSql(Sample.SOURCE), Sample.AGGREGATE)) {
      JsonNode document = YAML.readTree(yaml);
      assertThat(faults(YAML.writeValueAsString(document))).isEmpty();
      for (Map.Entry<String, JsonNode> mutation : mutations(document).entrySet()) {
        if (!schema.validate(mutation.getValue()).isEmpty()) {
          refused++;
          if (faults(YAML.writeValueAsString(mutation.getValue())).isEmpty()) {
            accepted.add(mutation.getKey());
          }
        }
      }
    }

    assertThat(accepted).isEmpty();
    assertThat(refused).isGreaterThan(1000);
  }

  /** Analysing SQL costs most of the time; the smaller sample has it too. */
  private static String withoutSql(String yaml) {
    String shorter =
        yaml.replaceAll("(?s)      - id: mean_quantity.*?(?=      - id)", "")
            .replaceAll("(?s)  - property: rowRules.*", "");
    assertThat(shorter).doesNotContain("select", "predicate");
    return shorter;
  }

  private static List<Fault> faults(String yaml) {
    Faults faults = new Faults("mutation");
    ContractReader.read(yaml, "mutation", faults);
    return faults.found();
  }

  private static Map<String, JsonNode> mutations(JsonNode document) {
    Map<String, JsonNode> mutations = new TreeMap<>();
    Set<String> kinds = new HashSet<>();
    for (String pointer : pointers(document, "")) {
      if (!kinds.add(kind(document, pointer))) {
        continue;
      }
      JsonNode node = document.at(pointer);
      if (node instanceof ObjectNode) {
        JsonNode copy = document.deepCopy();
        ((ObjectNode) copy.at(pointer)).put("unheardOf", 1);
        mutations.put(pointer + " + unheardOf", copy);
      }
      if (pointer.isEmpty()) {
        continue;
      }
      mutations.put(pointer + " removed", replace(document, pointer, null));
      for (JsonNode other : others()) {
        if (other.getNodeType() != node.getNodeType() || other.isFloatingPointNumber()) {
          mutations.put(pointer + " = " + other, replace(document, pointer, other));
        }
      }
    }
    return mutations;
  }

  /** The pointer with each index replaced by what tells the entry's form from that of others. */
  private static String kind(JsonNode document, String pointer) {
    StringBuilder kind = new StringBuilder();
    JsonNode node = document;
    for (String key : pointer.split("/", -1)) {
      if (key.isEmpty()) {
        continue;
      }
      boolean index = node instanceof ArrayNode;
      node = index ? node.get(Integer.parseInt(key)) : node.get(key);
      String form =
          node.path("type").asText()
              + node.path("metric").asText()
              + node.path("logicalType").asText();
      kind.append('/').append(index ? "#" + form : key);
    }
    return kind.toString();
  }

  private static List<JsonNode> others() {
    JsonNodeFactory make = JsonNodeFactory.instance;
    return List.of(
        make.textNode("other"),
        make.numberNode(-7),
        make.numberNode(0.5),
        make.booleanNode(true),
        make.nullNode(),
        make.arrayNode(),
        make.arrayNode().add(1).add(1),
        make.objectNode());
  }

  private static JsonNode replace(JsonNode document, String pointer, JsonNode other) {
    JsonNode copy = document.deepCopy();
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = copy.at(pointer.substring(0, slash));
    String key = pointer.substring(slash + 1);
    if (parent instanceof ArrayNode array) {
      int index = Integer.parseInt(key);
      if (other == null) {
        array.remove(index);
      } else {
        array.set(index, other);
      }
    } else if (other == null) {
      ((ObjectNode) parent).remove(key);
    } else {
      ((ObjectNode) parent).set(key, other);
    }
    return copy;
  }

  private static List<String> pointers(JsonNode node, String pointer) {
    List<String> pointers = new ArrayList<>(List.of(pointer));
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        pointers.addAll(pointers(array.get(i), pointer + "/" + i));
      }
    }
    node.fields()
        .forEachRemaining(f -> pointers.addAll(pointers(f.getValue(), pointer + "/" + f.getKey())));
    return pointers;
  }
}
