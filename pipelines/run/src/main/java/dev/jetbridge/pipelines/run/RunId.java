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
import java.util.UUID;

/**
 * The identity of a run: product, as-of instant and digest of the inputs. The same three again are
 * the same run, which does nothing once it is published.
 */
public record RunId(ProductId product, Instant asOf, String inputsDigest) {
  /** What the names of branches begin with on which runs stage. */
  public static final String AUDIT = "audit_";

  public static RunId of(ProductId product, Instant asOf, Collection<String> inputs) {
    return new RunId(product, asOf, sha256(String.join("\n", inputs)));
  }

  /** Short and fit for a branch name. */
  public String id() {
    return sha256(product + "|" + asOf + "|" + inputsDigest).substring(0, 16);
  }

  /**
   * A branch for one attempt of the run. Attempts of several processes at the same run stage side
   * by side; the first that publishes wins.
   */
  String newBranch() {
    return AUDIT + id() + "_" + UUID.randomUUID().toString().substring(0, 8);
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
