package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.ingest.format.FileFault;
import dev.jetbridge.pipelines.ingest.format.FileJudge;
import dev.jetbridge.pipelines.ingest.format.FormatReader;
import dev.jetbridge.pipelines.ingest.format.text.GzipContent;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.storage.Storage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.ZipException;

/**
 * Judges the bytes of one file before any row of it is read: that it is what landing says, inflates
 * within the limit, keeps what its sender promised, and is what its format says of it. A file with
 * a fault is refused whole, with the place.
 */
final class BytePass {
  private static final int LARGEST_BUFFER = 1 << 20;
  private static final int SMALLEST_BUFFER = 1 << 13;

  /** A gzip file may inflate to this many times its size, or to MINIMUM_LIMIT if that is more. */
  static final int EXPANSION_LIMIT = 200;

  static final long MINIMUM_LIMIT = 1L << 28;

  private BytePass() {}

  /**
   * @param knowsContent whether what is in compressed files is hashed: without a key nothing else
   *     tells that it came before
   */
  static FileCheck check(LandedFile file, FormatReader format, boolean knowsContent) {
    FileJudge judge = format.judge();
    try {
      PromiseCheck promise = new PromiseCheck(file);
      promise.beforeReading();
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      MessageDigest content =
          knowsContent && file.isGzip() ? MessageDigest.getInstance("SHA-256") : null;
      try (InputStream raw =
          promise.watched(new DigestInputStream(Storage.open(file.path()), digest))) {
        InputStream inflated = inflated(raw, file);
        judge.read(
            content == null ? inflated : new DigestInputStream(inflated, content),
            new byte[buffer(file)]);
        raw.transferTo(OutputStream.nullOutputStream());
      }
      if (!HexFormat.of().formatHex(digest.digest()).equals(file.hash())) {
        throw new FileFault("changed: its content is no longer what was landed", "whole file");
      }
      promise.afterReading();
      FileCheck check = judge.check(file);
      promise.countedRecords(check.records());
      return content == null ? check : check.holding(HexFormat.of().formatHex(content.digest()));
    } catch (FileFault e) {
      FileFault told = judge.cause(e);
      return FileCheck.refused(file, told.getMessage(), told.place());
    } catch (IOException | RuntimeException | StackOverflowError e) {
      return refused(file, reason(e));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no SHA-256 in this Java", e);
    }
  }

  /**
   * What is wrong with a file that cannot be read.
   *
   * @throws JetbridgeException EXTERNAL or CONFIG when its store is to blame
   */
  private static String reason(Throwable failure) {
    StoreFailure.in(failure)
        .ifPresent(
            store -> {
              throw store;
            });
    if (failure instanceof EOFException) {
      return "truncated: the compressed data ends too early";
    }
    if (failure instanceof ZipException) {
      return "gzip: " + failure.getMessage();
    }
    if (failure instanceof NoSuchFileException) {
      return "missing: the file is no longer in landing";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission: the file may not be read";
    }
    // A parser that gives up on one file says nothing about the others.
    return failure instanceof IOException
        ? "unreadable: " + failure.getClass().getSimpleName()
        : "unreadable: checking it fails with "
            + failure.getClass().getSimpleName()
            + "; please report it, with the contract";
  }

  private static FileCheck refused(LandedFile file, String reason) {
    return FileCheck.refused(file, reason, "whole file");
  }

  /** Landing may hold many thousands of small files: each gets what it needs. */
  private static int buffer(LandedFile file) {
    return (int) Math.max(SMALLEST_BUFFER, Math.min(LARGEST_BUFFER, 4 * file.bytes()));
  }

  private static InputStream inflated(InputStream raw, LandedFile file) throws IOException {
    if (!file.isGzip()) {
      return raw;
    }
    if (file.bytes() == 0) {
      throw new ZipException("an empty file is not gzip");
    }
    return new LimitedInputStream(new GzipContent(raw, buffer(file) / 4), limit(file.bytes()));
  }

  /** How much may come out of a compressed file of so many bytes. */
  static long limit(long bytes) {
    return Math.max(MINIMUM_LIMIT, bytes * EXPANSION_LIMIT);
  }
}
