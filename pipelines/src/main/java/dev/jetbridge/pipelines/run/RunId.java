package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;

/**
 * The identity of a run: product, as-of instant and digest of the inputs. The same three again are
 * the same run, which does nothing once it is published.
 */
public record RunId(ProductId product, Instant asOf, String inputsDigest) {
  public static RunId of(ProductId product, Instant asOf, Collection<String> inputs) {
    return new RunId(product, asOf, sha256(String.join("\n", inputs)));
  }

  /** Short and fit for a branch name. */
  public String id() {
    return sha256(product + "|" + asOf + "|" + inputsDigest).substring(0, 16);
  }

  public String branch() {
    return "audit_" + id();
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot hash: no SHA-256 in this Java", e);
    }
  }
}
