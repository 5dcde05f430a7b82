package dev.jetbridge.pipelines.ingest;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One file of the corpus and what must become of it.
 *
 * @param product the product it is sent for
 * @param name its name at the sender's
 * @param loaded how many of its records are loaded
 * @param quarantined number, column and rule of those that are not
 * @param refusal how the reason begins for which it is refused whole; null when it is not
 * @param place where in it; null when it is not refused
 */
record HostileFile(
    String product,
    String name,
    Supplier<InputStream> content,
    long loaded,
    List<String> quarantined,
    String refusal,
    String place) {
  static HostileFile of(String product, String name, Supplier<InputStream> content) {
    return new HostileFile(product, name, content, 0, List.of(), null, null);
  }

  static HostileFile of(String product, String name, byte[] content) {
    return of(product, name, () -> new ByteArrayInputStream(content));
  }

  static HostileFile of(String product, String name, String content) {
    return of(product, name, content.getBytes(StandardCharsets.UTF_8));
  }

  HostileFile loads(long records) {
    return new HostileFile(product, name, content, records, quarantined, refusal, place);
  }

  /** A record that ends in quarantine. */
  HostileFile rejects(long record, String column, String rule) {
    List<String> all = new ArrayList<>(quarantined);
    all.add(record + "|" + column + "|" + rule);
    return new HostileFile(product, name, content, loaded, all, refusal, place);
  }

  HostileFile refused(String reason, String where) {
    return new HostileFile(product, name, content, 0, List.of(), reason, where);
  }
}
