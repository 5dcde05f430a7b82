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
 * as they do from one writer, cost a comparison of their bytes each. A line that will be rejected
 * adds no name: one broken record is no reason to refuse its file.
 */
final class JsonFields {
  /** A file with more names than this uses objects as maps, which no contract describes. */
  static final int LIMIT = 1_000;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_NAME = 1 << 10;

  private final Charset charset;
  private final Map<String, Name> names = new LinkedHashMap<>();
  private final List<Name> order = new ArrayList<>();
  private final List<String> added = new ArrayList<>();
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

  /** A name, where it first came and where it came last. */
  private static final class Name {
    private final byte[] bytes;
    private final long firstLine;
    private long lastLine;

    Name(byte[] bytes, long line) {
      this.bytes = bytes;
      this.firstLine = line;
      this.lastLine = line;
    }
  }

  JsonFields(Charset charset) {
    this.charset = charset;
  }

  /** The names in the order in which they first came. */
  List<String> names() {
    return List.copyOf(names.keySet());
  }

  /** The names that the contract does not have, sorted. */
  List<String> beyond(List<String> known) {
    return names.keySet().stream().filter(found -> !known.contains(found)).sorted().toList();
  }

  /** Where the first name stands that the contract does not have. */
  String place(List<String> known) {
    return beyond(known).stream()
        .map(found -> names.get(found).firstLine)
        .min(Long::compare)
        .map(first -> "line " + first)
        .orElse("whole file");
  }

  /** How many lines are one object, as far as braces and names tell. */
  long objects() {
    return objects;
  }

  boolean overflows() {
    return names.size() > LIMIT;
  }

  void accept(byte[] bytes, int from, int count) {
    int end = from + count;
    for (int i = from; i < end; i++) {
      byte b = bytes[i];
      if (b == '\n') {
        // A line feed stands in no string of JSON: whatever is open ends here.
        finish();
        line++;
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
    broken |= depth == 0 && (started || b != '{');
    if (!started) {
      started = true;
      nameNext = !broken;
      expected = 0;
    }
    depth++;
  }

  private void named() {
    if (plain) {
      for (int i = 0; i < order.size(); i++) {
        int place = (expected + i) % order.size();
        Name known = order.get(place);
        if (known.bytes.length == length
            && Arrays.equals(known.bytes, 0, length, name, 0, length)) {
          expected = place + 1;
          meet(known);
          return;
        }
      }
    }
    String text = text();
    Name known = names.get(text);
    if (known != null) {
      meet(known);
    } else if (added.contains(text)) {
      broken = true;
    } else if (names.size() + added.size() <= LIMIT) {
      added.add(text);
    }
  }

  /** An object with a name twice is rejected. */
  private void meet(Name known) {
    broken |= known.lastLine == line;
    known.lastLine = line;
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

  /** The end of a line; the last one may have none. */
  void finish() {
    if (started && !broken && !string && depth == 0) {
      objects++;
      for (String found : added) {
        Name fresh = new Name(found.getBytes(charset), line);
        names.put(found, fresh);
        order.add(fresh);
      }
    }
    added.clear();
    started = false;
    broken = false;
    string = false;
    escaped = false;
    nameNext = false;
    naming = false;
    depth = 0;
  }
}
