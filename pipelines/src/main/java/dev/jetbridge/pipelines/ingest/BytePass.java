package dev.jetbridge.pipelines.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.storage.Storage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Judges the bytes of one file before any row of it is read: that it is what landing says, inflates
 * within the limit, is in its encoding, closes its quotes, has the header of the contract and a
 * trailer that tells the truth. A file with a fault is refused whole, with the place.
 */
final class BytePass {
  private static final int BUFFER = 1 << 20;
  private static final int TAIL = 1 << 12;

  /** A gzip file may inflate to this many times its size, or to MINIMUM_LIMIT if that is more. */
  static final int EXPANSION_LIMIT = 200;

  static final long MINIMUM_LIMIT = 1L << 28;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileLayout layout;
  private byte[] head = new byte[0];
  private byte[] tail = new byte[0];
  private long firstRecordEnd = -1;

  private BytePass(FileLayout layout) {
    this.layout = layout;
  }

  static FileCheck check(LandedFile file, FileLayout layout) {
    return new BytePass(layout).check(file);
  }

  private FileCheck check(LandedFile file) {
    ByteScan scan =
        new ByteScan(
            layout,
            end -> {
              if (firstRecordEnd < 0) {
                firstRecordEnd = end;
              }
            });
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream raw = new DigestInputStream(Storage.open(file.path()), digest)) {
        scan.scan(new Watched(inflated(raw, file)), new byte[BUFFER]);
        raw.transferTo(java.io.OutputStream.nullOutputStream());
      }
      if (!HexFormat.of().formatHex(digest.digest()).equals(file.hash())) {
        throw new ByteScan.Fault("changed: its content is no longer what was landed", "whole file");
      }
      return judge(file, scan);
    } catch (ByteScan.Fault e) {
      return new FileCheck(file, 0, List.of(), false, e.getMessage(), e.place());
    } catch (ZipException e) {
      return refused(file, "gzip: " + e.getMessage());
    } catch (java.nio.file.NoSuchFileException e) {
      return refused(file, "missing: the file is no longer in landing");
    } catch (java.nio.file.AccessDeniedException e) {
      return refused(file, "permission: the file may not be read");
    } catch (IOException e) {
      return refused(file, "unreadable: " + e.getClass().getSimpleName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no SHA-256 in this Java", e);
    }
  }

  private static FileCheck refused(LandedFile file, String reason) {
    return new FileCheck(file, 0, List.of(), false, reason, "whole file");
  }

  private static InputStream inflated(InputStream raw, LandedFile file) throws IOException {
    if (!file.path().endsWith(".gz")) {
      return raw;
    }
    if (file.bytes() == 0) {
      throw new ZipException("an empty file is not gzip");
    }
    return new LimitedInputStream(
        new GZIPInputStream(raw, 1 << 16), Math.max(MINIMUM_LIMIT, file.bytes() * EXPANSION_LIMIT));
  }

  private FileCheck judge(LandedFile file, ByteScan scan) throws ByteScan.Fault {
    long records = scan.records();
    if (layout.trailerMarker() != null) {
      records = trailer(records);
    }
    if (!layout.csv()) {
      knownFields();
      return new FileCheck(file, records, List.of(), false, null, null);
    }
    if (firstRecordEnd < 0) {
      throw new ByteScan.Fault("header: the file is empty, a header was expected", "line 1");
    }
    List<String> header = header();
    checkHeader(header);
    return new FileCheck(file, records - 1, header, scan.multiline(), null, null);
  }

  private List<String> header() throws ByteScan.Fault {
    if (firstRecordEnd > head.length) {
      throw new ByteScan.Fault("header: longer than " + head.length + " bytes", "line 1");
    }
    String line = new String(head, 0, (int) firstRecordEnd, Charset.forName(layout.encoding()));
    String[] names =
        new CsvParser(csvSettings(layout)).parseLine(line.replace("\uFEFF", "").strip());
    List<String> header = new ArrayList<>();
    for (String name : names) {
      header.add(name == null ? "" : name);
    }
    return header;
  }

  private void checkHeader(List<String> header) throws ByteScan.Fault {
    Set<String> seen = new HashSet<>();
    List<String> faults = new ArrayList<>();
    for (String name : header) {
      if (!seen.add(name)) {
        faults.add("column " + name + " twice");
      } else if (!layout.columns().contains(name)) {
        faults.add(
            "extra column "
                + name
                + NearestName.of(name, layout.columns()).map(n -> " (near " + n + ")").orElse(""));
      }
    }
    for (String name : layout.columns()) {
      if (!seen.contains(name)) {
        faults.add("missing column " + name);
      }
    }
    if (!faults.isEmpty()) {
      throw new ByteScan.Fault(
          "header: "
              + header.size()
              + " columns, the contract has "
              + layout.columns().size()
              + " ("
              + String.join("; ", faults)
              + ")",
          "line 1");
    }
  }

  /** The first object tells whether the sender knows fields that the contract does not. */
  private void knownFields() throws ByteScan.Fault {
    if (firstRecordEnd < 0 || firstRecordEnd > head.length) {
      return;
    }
    String line = new String(head, 0, (int) firstRecordEnd, Charset.forName(layout.encoding()));
    try {
      JsonNode object = JSON.readTree(line.replace("\uFEFF", ""));
      List<String> extra = new ArrayList<>();
      object
          .fieldNames()
          .forEachRemaining(
              n -> {
                if (!layout.columns().contains(n)) {
                  extra.add(n);
                }
              });
      if (!extra.isEmpty()) {
        throw new ByteScan.Fault(
            "header: fields that the contract does not have: " + String.join(", ", extra),
            "line 1");
      }
    } catch (JsonProcessingException e) {
      // A broken record is one rejected row, not a refused file.
    }
  }

  private long trailer(long records) throws ByteScan.Fault {
    String text = new String(tail, Charset.forName(layout.encoding())).stripTrailing();
    String last = text.substring(text.lastIndexOf('\n') + 1);
    String[] fields = new CsvParser(csvSettings(layout)).parseLine(last);
    if (fields == null || fields.length == 0 || !layout.trailerMarker().equals(fields[0])) {
      throw new ByteScan.Fault(
          "trailer: the last record does not begin with " + layout.trailerMarker(), "last line");
    }
    long counted = records - (layout.csv() ? 2 : 1);
    String stated =
        fields.length < layout.trailerField() ? null : fields[layout.trailerField() - 1];
    if (stated == null || !stated.strip().equals(Long.toString(counted))) {
      throw new ByteScan.Fault(
          "trailer: the file has " + counted + " records, its trailer states another number",
          "last line");
    }
    return records - 1;
  }

  static CsvParserSettings csvSettings(FileLayout layout) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(layout.delimiter());
    settings.getFormat().setQuote(layout.quote());
    settings.getFormat().setQuoteEscape(layout.escape());
    settings.setMaxColumns(20480);
    settings.setMaxCharsPerColumn(-1);
    return settings;
  }

  /** Keeps the first and the last bytes that go by. */
  private final class Watched extends InputStream {
    private final InputStream in;

    Watched(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      throw new IOException("read by the buffer only");
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int count = fill(bytes, from, length);
      if (count > 0) {
        if (head.length == 0) {
          head = Arrays.copyOfRange(bytes, from, from + Math.min(count, 1 << 16));
        }
        keepTail(bytes, from, count);
      }
      return count == 0 ? -1 : count;
    }

    /**
     * As many bytes as there are; what precedes a truncation is looked at before it is reported.
     */
    private int fill(byte[] bytes, int from, int length) throws IOException {
      int count = 0;
      try {
        int read = 0;
        while (count < length && (read = in.read(bytes, from + count, length - count)) > 0) {
          count += read;
        }
      } catch (EOFException e) {
        if (count == 0) {
          throw e;
        }
      }
      return count;
    }

    private void keepTail(byte[] bytes, int from, int count) {
      int keep = Math.min(TAIL, tail.length + count);
      byte[] next = new byte[keep];
      int fresh = Math.min(keep, count);
      System.arraycopy(bytes, from + count - fresh, next, keep - fresh, fresh);
      System.arraycopy(tail, tail.length - (keep - fresh), next, 0, keep - fresh);
      tail = next;
    }
  }
}
