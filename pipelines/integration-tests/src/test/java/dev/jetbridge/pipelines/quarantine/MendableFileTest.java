package dev.jetbridge.pipelines.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.ingest.MendedRecords;
import dev.jetbridge.pipelines.landing.Landing;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

/** What goes out to be mended comes back as it came. */
class MendableFileTest extends LakeTest {
  private static final Instant NOW = Instant.parse("2023-09-01T00:00:00Z");
  private static final String HASH = "a".repeat(64);
  private static final List<String> TEXTS =
      java.util.Arrays.asList(
          "  both ends ",
          "",
          null,
          " ",
          "she said \"no\"",
          "\"",
          "two\r\nlines",
          "two\nlines ",
          "\rlone",
          "a,b;c\td",
          "\u0001\u00a0",
          "naïve 東京 😀",
          "-- =1+1 'x",
          "\\N \\\" \\");

  @TempDir private Path folder;
  private final Contract contract = orders("mendable");
  private final MendableFile mendable = new MendableFile(contract);

  @Test
  void keepsEveryTextWhateverEditorSavesTheFile() throws IOException {
    Dataset<Row> rows = rejected();
    Map<String, MendableFile.Original> open = mendable.originals(rows);
    Path file = folder.resolve("rows.csv");

    assertThat(mendable.write(rows, file)).isEqualTo(TEXTS.size() + 1);
    assertThat(mendable.read(file, open, NOW)).as("nothing mended").isEmpty();
    Files.writeString(file, Files.readString(file).replace(",x,U,", ",5,U,"));
    assertThat(customers(mendable.read(file, open, NOW))).isEqualTo(expected(TEXTS));

    for (char delimiter : new char[] {',', ';', '\t'}) {
      for (boolean quotesAll : new boolean[] {true, false}) {
        Path saved = folder.resolve("saved" + (int) delimiter + quotesAll + ".csv");
        Files.writeString(saved, savedElsewhere(Files.readString(file), delimiter, quotesAll));
        assertThat(customers(mendable.read(saved, open, NOW)))
            .as(delimiter + " " + quotesAll)
            .isEqualTo(expected(TEXTS));
      }
    }

    List<String> mended = new ArrayList<>(TEXTS);
    mended.set(0, "both ends");
    mended.set(7, " now ");
    mended.set(11, null);
    String edited =
        Files.readString(file)
            .replace("\"  both ends \"", "both ends")
            .replace("\"two\nlines \"", "\" now \"")
            .replace("naïve 東京 😀", "");
    Files.writeString(file, edited);
    assertThat(customers(mendable.read(file, open, NOW))).isEqualTo(expected(mended));
  }

  @Test
  void aRowWithoutColumnsIsMendedByItsColumnsOnly() throws IOException {
    Dataset<Row> rows = rejected();
    Map<String, MendableFile.Original> open = mendable.originals(rows);
    String header = "_file,_record,_line,id,customer\n";
    String broken = HASH + "," + TEXTS.size();

    assertThat(read(header + broken + ",\"one,\"\"two\",,\n", open)).isEmpty();
    assertThat(read(header + broken + ",\"one,\"\"two\",1,Ann\n", open))
        .contains("\"id\":\"1\",\"customer\":\"Ann\"");
    assertThatThrownBy(() -> read(header + broken + ",\"one,two\",,\n", open))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageEndingWith(
            "line 2 changes _line, which only shows what came; write the values into the columns");
    assertThatThrownBy(() -> read(header + HASH + ",0,,1,\"Ann\n", open))
        .hasMessageEndingWith("line 2 begins a quote that is not closed");
    Path latin = folder.resolve("latin.csv");
    Files.write(latin, (header + HASH + ",0,,1,é\n").getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> mendable.read(latin, open, NOW))
        .hasMessageEndingWith("it is not in UTF-8; save it as CSV in UTF-8");
  }

  private String read(String text, Map<String, MendableFile.Original> open) throws IOException {
    Path file = Files.writeString(folder.resolve("given.csv"), text);
    return new String(mendable.read(file, open, NOW), StandardCharsets.UTF_8);
  }

  /** What a replay reads: texts by record, out of landing. */
  private Map<Long, String> customers(byte[] lines) throws IOException {
    Landing landing = new Landing(Files.createTempDirectory(folder, "landing"));
    landing.keepMended(contract.id(), lines);
    Map<Long, String> customers = new TreeMap<>();
    for (Row row :
        MendedRecords.read(lake().spark(), landing, contract.id()).orElseThrow().collectAsList()) {
      customers.put(row.getLong(1), row.<String, String>getJavaMap(2).get("customer"));
    }
    return customers;
  }

  private static Map<Long, String> expected(List<String> texts) {
    Map<Long, String> expected = new TreeMap<>();
    for (int i = 0; i < texts.size(); i++) {
      expected.put((long) i, texts.get(i));
    }
    return expected;
  }

  /** As other programs do: another delimiter, other ends of lines, other quotes. */
  private static String savedElsewhere(String csv, char delimiter, boolean quotesAll)
      throws IOException {
    CsvText records = new CsvText(new StringReader(csv), ',');
    StringBuilder saved = new StringBuilder("\uFEFF");
    List<String> record;
    while ((record = records.record()) != null) {
      List<String> fields = new ArrayList<>();
      for (String field : record) {
        String text = field == null ? "" : field.replace("\r\n", "\n");
        boolean quoted = quotesAll || text.chars().anyMatch(c -> c < ' ' || ",;\"".indexOf(c) >= 0);
        fields.add(quoted ? '"' + text.replace("\"", "\"\"") + '"' : text);
      }
      saved.append(String.join(String.valueOf(delimiter), fields)).append("\r\n");
    }
    return saved.toString();
  }

  /** One row a text, and one that has no columns. */
  private Dataset<Row> rejected() {
    StructType schema =
        StructType.fromDDL(
            "file_hash STRING, record_number BIGINT, column_name STRING, rule STRING,"
                + " reason STRING, values MAP<STRING, STRING>, _line STRING");
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < TEXTS.size(); i++) {
      Map<String, String> values = new HashMap<>(Map.of("id", "1", "amount", "x", "action", "U"));
      values.put("customer", TEXTS.get(i));
      rows.add(
          RowFactory.create(
              HASH,
              (long) i,
              "amount",
              "type",
              "wrong",
              JavaConverters.mapAsScalaMap(values),
              null));
    }
    rows.add(
        RowFactory.create(
            HASH,
            (long) TEXTS.size(),
            "",
            "record",
            "broken",
            JavaConverters.mapAsScalaMap(Map.of()),
            "one,\"two"));
    return lake().spark().createDataFrame(rows, schema).coalesce(1);
  }
}
