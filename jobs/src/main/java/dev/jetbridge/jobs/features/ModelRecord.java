package dev.jetbridge.jobs.features;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.Model;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Writes a fitted model down: JSON with sorted keys, and a digest of it as the id. */
public final class ModelRecord {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
  private static final int ID_DIGITS = 24;

  private ModelRecord() {}

  /** Provenance with one of these says that the fit is no ordinary one. */
  public static final String NOT_FITTED = "reason";

  public static final String LIMIT = "degenerate";

  public static Model of(
      String kind, Map<String, Object> parameters, Map<String, Object> provenance) {
    String fitted = json(parameters);
    String origin = json(provenance);
    return new Model(
        kind + "-" + digest(kind + fitted + origin), kind, fitted, origin, note(kind, provenance));
  }

  private static String note(String kind, Map<String, Object> provenance) {
    Object reason = provenance.get(NOT_FITTED);
    Object limit = provenance.get(LIMIT);
    return reason != null
        ? "model " + kind + " " + reason
        : limit != null ? "model " + kind + " is degenerate: " + limit : "";
  }

  private static String json(Map<String, Object> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot write a model as JSON", e);
    }
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, ID_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot compute a SHA-256 digest", e);
    }
  }
}
