package dev.jetbridge.contracts;

import dev.jetbridge.contracts.mesh.ContractLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The texts of two sample contracts: a source that says all there is to say, and what reads it. */
public final class Sample {
  public static final String SOURCE = text("till_sales");
  public static final String AGGREGATE = text("articles_sold");

  private Sample() {}

  public static Contract source() {
    return ContractLoader.parse(SOURCE, "till_sales.odcs.yaml");
  }

  static Contract aggregate() {
    return ContractLoader.parse(AGGREGATE, "articles_sold.odcs.yaml");
  }

  private static String text(String name) {
    try (InputStream in = Sample.class.getResourceAsStream("/contracts/" + name + ".odcs.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
