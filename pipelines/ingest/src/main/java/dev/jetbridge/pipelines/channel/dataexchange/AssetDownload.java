package dev.jetbridge.pipelines.channel.dataexchange;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.storage.BlockInput;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes of an asset from its signed URL. Their number must be the size that Data Exchange
 * states, and their MD5 the entity tag that S3 states; a tag of another form (an upload in parts,
 * KMS encryption) is no checksum and is not compared. Data Exchange itself states none.
 */
final class AssetDownload {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final Pattern MD5_TAG = Pattern.compile("\"([0-9a-f]{32})\"");

  private AssetDownload() {}

  /**
   * Opens the download; the stream fails at its end when size or checksum differ.
   *
   * @param url a secret that appears in no message
   * @param object what is downloaded, for messages
   * @throws JetbridgeException EXTERNAL when it is refused or the bytes are not those stated
   */
  static InputStream open(String url, long size, String object) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setInstanceFollowRedirects(false);
    // The status first: reading a refused answer would put the URL into an exception.
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      connection.disconnect();
      throw failed(object, "its signed URL answers HTTP " + status);
    }
    MessageDigest digest = Md5.digest();
    InputStream bytes = new DigestInputStream(connection.getInputStream(), digest);
    return new Checked(bytes, digest, size, checksum(connection), object);
  }

  private static Optional<String> checksum(HttpURLConnection connection) {
    String encryption = connection.getHeaderField("x-amz-server-side-encryption");
    String tag = connection.getHeaderField("ETag");
    Matcher matcher = MD5_TAG.matcher(tag == null ? "" : tag);
    boolean isKms = encryption != null && encryption.startsWith("aws:kms");
    return matcher.matches() && !isKms ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static JetbridgeException failed(String object, String reason) {
    return new JetbridgeException(
        FailureKind.EXTERNAL,
        "Cannot download "
            + object
            + ": "
            + reason
            + "; run again, and tell the provider if it happens again");
  }

  /** Counts and digests; the read that finds the end compares. */
  private static final class Checked extends BlockInput {
    private final InputStream in;
    private final MessageDigest digest;
    private final long size;
    private final Optional<String> checksum;
    private final String object;
    private long count;
    private boolean compared;

    Checked(
        InputStream in, MessageDigest digest, long size, Optional<String> checksum, String object) {
      this.in = in;
      this.digest = digest;
      this.size = size;
      this.checksum = checksum;
      this.object = object;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int got = in.read(buffer, offset, length);
      if (got >= 0) {
        count += got;
      } else if (!compared) {
        compared = true;
        compare();
      }
      return got;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }

    private void compare() {
      if (count != size) {
        throw failed(object, count + " bytes came, the service states " + size);
      }
      String found = Md5.hex(digest);
      if (checksum.isPresent() && !checksum.get().equals(found)) {
        throw failed(object, "its MD5 is " + found + ", the service states " + checksum.get());
      }
    }
  }
}
