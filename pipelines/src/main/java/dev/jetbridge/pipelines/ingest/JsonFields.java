package dev.jetbridge.pipelines.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of the fields of all objects of a JSON lines file, from its bytes as they go by: no
 * object is built, only the outermost names are looked at. Names that come again in the same order,
 * as they do from one writer, cost a comparison of their bytes each.
 */
final class JsonFields {
  /** A file with more names than this uses objects as maps, which no contract describes. */
  static final int LIMIT = 1_000;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_NAME = 1 << 10;

  private final Charset charset;
  private final Map<String, Long> lines = new LinkedHashMap<>();
  private final List<byte[]> order = new ArrayList<>();
  private int expected;
  private long line = 1;
  private long objects;
  private int depth;
  private boolean started;
  private boolean broken;
  private boolean string;

  /** What ends the string: Spark reads objects in single quotes, too. */
  private byte quote;

  private boolean escaped;
  private boolean nameNext;
  private boolean naming;
  private boolean plain;
  private byte[] name = new byte[64];
  private int length;

  JsonFields(Charset charset) {
    this.charset = charset;
  }

  /** The names in the order in which they first came, with the line where each did. */
  Map<String, Long> lines() {
    return lines;
  }

  /** The names that the contract does not have, sorted. */
  List<String> beyond(List<String> known) {
    return lines.keySet().stream().filter(name -> !known.contains(name)).sorted().toList();
  }

  /** Where the first name stands that the contract does not have. */
  String place(List<String> known) {
    return beyond(known).stream()
        .map(lines::get)
        .min(Long::compare)
        .map(first -> "line " + first)
        .orElse("whole file");
  }

  /** How many lines are an object as far as its braces tell. */
  long objects() {
    return objects;
  }

  boolean overflows() {
    return lines.size() > LIMIT;
  }

  void accept(byte[] bytes, int from, int count) {
    int end = from + count;
    for (int i = from; i < end; i++) {
      byte b = bytes[i];
      if (b == '\n') {
        endLine();
      } else if (string) {
        inString(b);
      } else if (b == '"' || b == '\'') {
        string = true;
        quote = b;
        naming = nameNext;
        plain = true;
        length = 0;
        nameNext = false;
      } else if (b == '{' || b == '[') {
        open(b);
      } else if (b == '}' || b == ']') {
        depth--;
      } else if (b == ',') {
        nameNext = depth == 1 && !broken;
      }
    }
  }

  private void inString(byte b) {
    if (escaped) {
      escaped = false;
    } else if (b == '\\') {
      escaped = true;
      plain = false;
    } else if (b == quote) {
      string = false;
      if (naming) {
        named();
        naming = false;
      }
      return;
    }
    if (naming && length < MAX_NAME) {
      if (length == name.length) {
        name = Arrays.copyOf(name, 2 * length);
      }
      name[length++] = b;
    }
  }

  private void open(byte b) {
    depth++;
    if (!started) {
      started = true;
      broken = b != '{';
      nameNext = !broken;
      expected = 0;
    }
  }

  private void named() {
    if (plain && expected < order.size()) {
      byte[] known = order.get(expected);
      if (known.length == length && Arrays.equals(known, 0, length, name, 0, length)) {
        expected++;
        return;
      }
    }
    String text = text();
    if (lines.size() <= LIMIT && lines.putIfAbsent(text, line) == null && plain) {
      order.add(Arrays.copyOf(name, length));
    }
    // Where the names go on in their order after one that was left out or stands elsewhere.
    for (int i = 0; i < order.size(); i++) {
      byte[] known = order.get(i);
      if (known.length == length && Arrays.equals(known, 0, length, name, 0, length)) {
        expected = i + 1;
        return;
      }
    }
  }

  private String text() {
    String raw = new String(name, 0, length, charset);
    if (plain) {
      return raw;
    }
    try {
      return JSON.readValue('"' + raw + '"', String.class);
    } catch (JsonProcessingException e) {
      // The line is rejected when it is read.
      return raw;
    }
  }

  /** A line feed stands in no string of JSON: whatever is open ends here. */
  private void endLine() {
    finish();
    line++;
  }

  /** The last line may have no end. */
  void finish() {
    if (started && !broken && !string && depth == 0) {
      objects++;
    }
    started = false;
    broken = false;
    string = false;
    escaped = false;
    nameNext = false;
    naming = false;
    depth = 0;
  }
}
