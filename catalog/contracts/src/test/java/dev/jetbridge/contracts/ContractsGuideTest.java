package dev.jetbridge.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.contracts.reading.CustomProperties;
import dev.jetbridge.contracts.reading.OdcsServers;
import dev.jetbridge.contracts.yaml.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keeps docs/contracts.md and the code from drifting apart. */
class ContractsGuideTest {
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (.*) \\|$");

  private String guide;

  @BeforeEach
  void readGuide() throws IOException {
    Path file = Path.of(System.getProperty("jetbridge.root", "."), "docs", "contracts.md");
    assumeTrue(Files.exists(file), "the guide " + file + " is not on this machine");
    guide = Files.readString(file);
  }

  @Test
  void documentsEveryCustomPropertyAndNoOther() {
    assertThat(documented("Of the contract")).isEqualTo(known(CustomProperties.OF_CONTRACT));
    assertThat(documented("Of a server")).isEqualTo(known(CustomProperties.OF_SERVER));
    assertThat(documented("Of a column")).isEqualTo(known(CustomProperties.OF_COLUMN));
    assertThat(documented("Of a quality rule")).isEqualTo(known(CustomProperties.OF_RULE));
  }

  @Test
  void namesEveryWordOfTheModel() {
    Stream<String> words =
        Stream.of(
                Arrays.stream(ProductKind.values()).map(ProductKind::label),
                Arrays.stream(WriteMode.values()).map(WriteMode::label),
                Stream.of(
                        OutputPort.TABLE,
                        OutputPort.PARQUET,
                        OutputPort.EVENT,
                        OutputPort.FEATURE_GROUP,
                        OutputPort.WAREHOUSE)
                    .map(OutputPort::label),
                Arrays.stream(Classification.values()).map(Classification::label),
                Arrays.stream(QualityRule.Operator.values()).map(QualityRule.Operator::label),
                OdcsServers.FILES.stream())
            .flatMap(s -> s);

    assertThat(words).allSatisfy(word -> assertThat(guide).contains("`" + word + "`"));
    assertThat(QualityRule.Metric.values())
        .allSatisfy(m -> assertThat(guide).contains("`metric: " + m.label() + "`"));
  }

  @Test
  void itsSmallestContractIsOne() {
    Matcher yaml = YAML.matcher(guide);
    assertThat(yaml.find()).isTrue();

    Contract contract = ContractLoader.parse(yaml.group(1), "docs/contracts.md");

    assertThat(contract.schema().simpleString())
        .isEqualTo("struct<meal_id:string,price:decimal(10,2),changed_at:timestamp>");
    assertThat(contract.change().writeMode()).isEqualTo(WriteMode.MERGE);
  }

  private Set<String> documented(String section) {
    String rest = guide.substring(guide.indexOf("### " + section));
    String text = rest.substring(0, rest.indexOf("\n#", 4));
    Set<String> names = new TreeSet<>();
    Matcher row = ROW.matcher(text);
    while (row.find()) {
      names.add(row.group(1));
      List<String> cells = List.of(row.group(2).split(" \\| ", -1));
      assertThat(cells).as("meaning, default and example of " + row.group(1)).hasSize(3);
      assertThat(cells).doesNotContain("");
    }
    return names;
  }

  private static Set<String> known(Map<String, Shape> properties) {
    return new TreeSet<>(properties.keySet());
  }
}
