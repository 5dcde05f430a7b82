package dev.jetbridge.registry;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.aws.s3.S3FileIOProperties;

/**
 * How S3 encrypts what is written, where that is not left to the bucket. Tables are written by
 * Iceberg's S3FileIO, landing, staging, ports and reports by Hadoop's S3A; both are told the same.
 * Sources: Apache Iceberg, "AWS integrations", S3 server side encryption; Apache Hadoop, "Working
 * with encrypted S3 data".
 *
 * @param key id or ARN of a key of KMS; empty for the one of the account
 */
public record Encryption(Kind kind, Optional<String> key) {
  /** The prefix by which Spark hands settings to Hadoop. */
  private static final String HADOOP = "spark.hadoop.";

  /** Kinds of encryption at the server. */
  public enum Kind {
    /** By keys of S3. */
    S3(S3FileIOProperties.SSE_TYPE_S3, "AES256"),
    /** By a key of KMS. */
    KMS(S3FileIOProperties.SSE_TYPE_KMS, "SSE-KMS"),
    /** By a key of KMS, twice. */
    DSSE_KMS(S3FileIOProperties.DSSE_TYPE_KMS, "DSSE-KMS");

    private final String iceberg;
    private final String hadoop;

    Kind(String iceberg, String hadoop) {
      this.iceberg = iceberg;
      this.hadoop = hadoop;
    }

    /** What configurations call it. */
    public String word() {
      return iceberg;
    }
  }

  /** Properties of Iceberg's catalog. */
  Map<String, String> ofTables() {
    Map<String, String> properties = new TreeMap<>();
    properties.put(S3FileIOProperties.SSE_TYPE, kind.iceberg);
    key.ifPresent(k -> properties.put(S3FileIOProperties.SSE_KEY, k));
    return properties;
  }

  /**
   * Settings of Spark for files besides tables, to the properties of a catalog; none where those
   * say nothing of encryption.
   */
  public static Map<String, String> ofFiles(Map<String, String> catalog) {
    Map<String, String> settings = new TreeMap<>();
    for (Kind kind : Kind.values()) {
      if (kind.iceberg.equals(catalog.get(S3FileIOProperties.SSE_TYPE))) {
        settings.put(HADOOP + "fs.s3a.encryption.algorithm", kind.hadoop);
        Optional.ofNullable(catalog.get(S3FileIOProperties.SSE_KEY))
            .ifPresent(k -> settings.put(HADOOP + "fs.s3a.encryption.key", k));
      }
    }
    return settings;
  }
}
