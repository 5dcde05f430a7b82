package dev.jetbridge.pipelines.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.SourceFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** A source file read by nothing but its contract, to judge the simulator by. */
final class DeliveredFile {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Contract contract;
  private final SourceFormat format;
  private final Path path;

  DeliveredFile(Contract contract, Path path) {
    this.contract = contract;
    this.format = contract.source().orElseThrow();
    this.path = path;
  }

  /** A data record, its number from 1; the values are there unless the reason tells why not. */
  record DataRecord(int number, List<String> values, Optional<String> reason) {}

  /** The lines of the file. */
  List<String> lines() throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    if (path.toString().endsWith(".gz")) {
      bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    }
    return Charset.forName(format.encoding())
        .newDecoder()
        .decode(ByteBuffer.wrap(bytes))
        .toString()
        .lines()
        .toList();
  }

  /** The data records without header and trailer. */
  List<DataRecord> records() throws IOException {
    List<String> lines = lines();
    int from = format.format().equals("csv") ? 1 : 0;
    int to = lines.size() - (format.settings().containsKey("trailer") ? 1 : 0);
    List<DataRecord> records = new ArrayList<>();
    for (int line = from; line < to; line++) {
      records.add(record(line - from + 1, lines.get(line)));
    }
    return records;
  }

  private DataRecord record(int number, String line) {
    if (format.format().equals("json")) {
      return json(number, line);
    }
    List<String> values = fields(line);
    return values.size() == contract.columns().size()
        ? new DataRecord(number, values, Optional.empty())
        : new DataRecord(number, List.of(), Optional.of("fields"));
  }

  private DataRecord json(int number, String line) {
    try {
      JsonNode node = JSON.readTree(line);
      List<String> values = new ArrayList<>();
      for (Column column : contract.columns()) {
        values.add(node.path(column.sourceName()).asText("").replaceFirst("^null$", ""));
      }
      return new DataRecord(number, values, Optional.empty());
    } catch (JsonProcessingException e) {
      return new DataRecord(number, List.of(), Optional.of("json"));
    }
  }

  private char setting(String name, char byDefault) {
    return format.settings().getOrDefault(name, byDefault).toString().charAt(0);
  }

  /** The fields of a CSV line, quoted ones without their quotes. */
  List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    char delimiter = setting("delimiter", ',');
    char quote = setting("quote", '"');
    char escape = setting("escape", quote);
    boolean isQuoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean hasNext = i + 1 < line.length();
      if (isQuoted && c == escape && hasNext && line.charAt(i + 1) == quote) {
        field.append(quote);
        i++;
      } else if (c == quote) {
        isQuoted = !isQuoted;
      } else if (c == delimiter && !isQuoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
