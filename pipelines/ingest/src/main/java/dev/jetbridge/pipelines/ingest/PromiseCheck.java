package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.pipelines.ingest.format.FileFault;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Promise;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Holds a file against what its sender says of it; a broken promise refuses the file. */
final class PromiseCheck {
  private static final String WHOLE = "whole file";

  private final LandedFile file;
  private final Promise promise;
  private MessageDigest md5;

  PromiseCheck(LandedFile file) {
    this.file = file;
    this.promise = file.promise();
  }

  /** What landing knows already. */
  void beforeReading() throws FileFault {
    if (promise.fault() != null) {
      throw new FileFault("promise: " + promise.fault(), WHOLE);
    }
    if (promise.bytes() != null && promise.bytes() != file.bytes()) {
      throw differs(file.bytes() + " bytes", promise.bytes().toString());
    }
    if (promise.sha256() != null && !promise.sha256().equals(file.hash())) {
      throw differs("the SHA-256 " + file.hash(), promise.sha256());
    }
  }

  /** The stream of the file, digested on the way where the sender's digest needs it. */
  InputStream watched(InputStream raw) throws NoSuchAlgorithmException {
    if (promise.md5() == null) {
      return raw;
    }
    md5 = MessageDigest.getInstance("MD5");
    return new DigestInputStream(raw, md5);
  }

  /** What the whole file shows. */
  void afterReading() throws FileFault {
    if (md5 == null) {
      return;
    }
    String actual = HexFormat.of().formatHex(md5.digest());
    if (!promise.md5().equals(actual)) {
      throw differs("the MD5 " + actual, promise.md5());
    }
  }

  /** What the byte pass counted. */
  void countedRecords(long records) throws FileFault {
    if (promise.records() != null && promise.records() != records) {
      throw differs(records + " records", promise.records().toString());
    }
  }

  private static FileFault differs(String has, String stated) {
    return new FileFault("promise: the file has " + has + ", its sender states " + stated, WHOLE);
  }
}
