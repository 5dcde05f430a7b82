package dev.jetbridge.pipelines.ingest;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.storage.Storage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * Judges the bytes of one file before any row of it is read: that it is what landing says, inflates
 * within the limit, is in its encoding, closes its quotes, has the header of the contract and a
 * trailer that tells the truth. A file with a fault is refused whole, with the place.
 */
final class BytePass {
  private static final int LARGEST_BUFFER = 1 << 20;
  private static final int SMALLEST_BUFFER = 1 << 13;
  private static final int TAIL = 1 << 12;

  /** A gzip file may inflate to this many times its size, or to MINIMUM_LIMIT if that is more. */
  static final int EXPANSION_LIMIT = 200;

  static final long MINIMUM_LIMIT = 1L << 28;

  private static final Pattern COUNT = Pattern.compile("\\s*\\d{1,18}\\s*");
  private static final Pattern NO_NAME =
      Pattern.compile("[^\\P{Cntrl}\\t]|[\\x{80}-\\x{9F}\\u2028\\u2029]");
  private static final int HEAD = 1 << 16;

  private final FileLayout layout;
  private final SourceColumns columns;
  private final JsonFields fields;
  private byte[] head = new byte[0];
  private byte[] tail = new byte[0];
  private long firstRecordEnd = -1;

  private BytePass(FileLayout layout, SourceColumns columns) {
    this.layout = layout;
    this.columns = columns;
    this.fields = layout.csv() ? null : new JsonFields(Charset.forName(layout.encoding()));
  }

  static FileCheck check(LandedFile file, FileLayout layout, SourceColumns columns) {
    return new BytePass(layout, columns).check(file);
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
      PromiseCheck promise = new PromiseCheck(file);
      promise.beforeReading();
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      MessageDigest content =
          layout.knowsContent() && isGzip(file) ? MessageDigest.getInstance("SHA-256") : null;
      try (InputStream raw =
          promise.watched(new DigestInputStream(Storage.open(file.path()), digest))) {
        InputStream inflated = inflated(raw, file);
        scan.scan(
            new Watched(content == null ? inflated : new DigestInputStream(inflated, content)),
            new byte[buffer(file)]);
        raw.transferTo(OutputStream.nullOutputStream());
      }
      if (!HexFormat.of().formatHex(digest.digest()).equals(file.hash())) {
        throw new ByteScan.Fault("changed: its content is no longer what was landed", "whole file");
      }
      promise.afterReading();
      FileCheck check = judge(file, scan);
      promise.countedRecords(check.records());
      return content == null ? check : check.holding(HexFormat.of().formatHex(content.digest()));
    } catch (ByteScan.Fault e) {
      return FileCheck.refused(file, e.getMessage(), e.place());
    } catch (EOFException e) {
      return refused(file, "truncated: the compressed data ends too early");
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
    return FileCheck.refused(file, reason, "whole file");
  }

  /** Landing may hold many thousands of small files: each gets what it needs. */
  private static int buffer(LandedFile file) {
    return (int) Math.max(SMALLEST_BUFFER, Math.min(LARGEST_BUFFER, 4 * file.bytes()));
  }

  private static boolean isGzip(LandedFile file) {
    return file.path().endsWith(".gz");
  }

  private static InputStream inflated(InputStream raw, LandedFile file) throws IOException {
    if (!isGzip(file)) {
      return raw;
    }
    if (file.bytes() == 0) {
      throw new ZipException("an empty file is not gzip");
    }
    return new LimitedInputStream(
        new GzipContent(raw, buffer(file) / 4),
        Math.max(MINIMUM_LIMIT, file.bytes() * EXPANSION_LIMIT));
  }

  private FileCheck judge(LandedFile file, ByteScan scan) throws ByteScan.Fault {
    long records = scan.records();
    if (layout.trailerMarker() != null) {
      records = trailer(records, scan);
    }
    if (!layout.csv()) {
      List<String> warnings = judgeFields();
      return FileCheck.passed(file, records, captured(), scan, warnings);
    }
    if (firstRecordEnd < 0) {
      throw new ByteScan.Fault("header: the file is empty, a header was expected", "line 1");
    }
    List<String> header = header();
    recognise(header, columns.names());
    return FileCheck.passed(file, records - 1, header, scan, judgeHeader(header));
  }

  private List<String> header() throws ByteScan.Fault {
    if (firstRecordEnd > head.length) {
      throw new ByteScan.Fault("header: longer than " + head.length + " bytes", "line 1");
    }
    String line = new String(head, 0, (int) firstRecordEnd, Charset.forName(layout.encoding()));
    String[] names =
        new CsvParser(csvSettings(layout, line)).parseLine(line.replace("\uFEFF", "").strip());
    List<String> header = new ArrayList<>();
    for (String name : names) {
      header.add(name == null ? "" : name);
    }
    return header;
  }

  /**
   * A first record that shares less than half of its names with the contract is no header but data,
   * or split at the wrong delimiter: what stands in it may be personal and is not told.
   */
  private static void recognise(List<String> names, List<String> columns) throws ByteScan.Fault {
    if (names.stream().anyMatch(name -> NO_NAME.matcher(name).find())) {
      throw new ByteScan.Fault(
          "header: control characters or line separators in it; lines must end in a line feed",
          "line 1");
    }
    long known = columns.stream().filter(names::contains).count();
    if (2 * known < Math.min(names.size(), columns.size())) {
      throw new ByteScan.Fault(
          "header: "
              + names.size()
              + " columns, of which "
              + known
              + " are among the "
              + columns.size()
              + " of the contract; is the header missing, or the delimiter another one?",
          "line 1");
    }
  }

  private List<String> judgeHeader(List<String> header) throws ByteScan.Fault {
    return new HeaderCheck(
            columns,
            "column",
            Set.of(),
            name -> HeadSample.csv(sample(), layout, header.indexOf(name)))
        .judge(header, "line 1");
  }

  private List<String> judgeFields() throws ByteScan.Fault {
    fields.finish();
    if (fields.overflows()) {
      throw new ByteScan.Fault(
          "header: more than "
              + JsonFields.LIMIT
              + " different fields; objects whose fields are values cannot be read",
          "whole file");
    }
    if (fields.objects() == 0) {
      // Broken records are rejected rows, not a refused file.
      return List.of();
    }
    List<String> names = fields.names();
    recognise(names, columns.names());
    return new HeaderCheck(columns, "field", RawReader.OWN, name -> HeadSample.json(sample(), name))
        .judge(names, fields.place(columns.names()));
  }

  private List<String> captured() {
    return columns.captures() ? fields.beyond(columns.names()) : List.of();
  }

  private List<String> sample() {
    return HeadSample.records(new String(head, Charset.forName(layout.encoding())));
  }

  private long trailer(long records, ByteScan scan) throws ByteScan.Fault {
    String text = new String(tail, Charset.forName(layout.encoding())).stripTrailing();
    String last = text.substring(text.lastIndexOf('\n') + 1);
    String[] fields = new CsvParser(csvSettings(layout, last)).parseLine(last);
    if (fields == null || fields.length == 0 || !layout.trailerMarker().equals(fields[0])) {
      throw new ByteScan.Fault(
          "trailer: the last record does not begin with " + layout.trailerMarker(), "last line");
    }
    if (scan.trailers() != 1) {
      throw new ByteScan.Fault(
          "trailer: "
              + scan.trailers()
              + " records begin with "
              + layout.trailerMarker()
              + ", only the last one may",
          "line " + scan.firstTrailerLine());
    }
    if (records < 2) {
      throw new ByteScan.Fault("header: the file has a trailer only", "line 1");
    }
    long counted = records - 2;
    String stated =
        fields.length < layout.trailerField() ? null : fields[layout.trailerField() - 1];
    if (stated == null || !COUNT.matcher(stated).matches()) {
      throw new ByteScan.Fault("trailer: no count in field " + layout.trailerField(), "last line");
    }
    if (Long.parseLong(stated.strip()) != counted) {
      throw new ByteScan.Fault(
          "trailer: the file has "
              + counted
              + " records, its trailer states "
              + Long.parseLong(stated.strip()),
          "last line");
    }
    return records - 1;
  }

  static CsvParserSettings csvSettings(FileLayout layout, String line) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(layout.delimiter());
    settings.getFormat().setQuote(layout.quote());
    settings.getFormat().setQuoteEscape(layout.escape());
    // As many fields as there could be: the parser makes room for each.
    settings.setMaxColumns(line.length() + 1);
    settings.setInputBufferSize(line.length() + 1);
    settings.setMaxCharsPerColumn(-1);
    return settings;
  }

  /** Keeps the first and the last bytes that go by. */
  private final class Watched extends InputStream {
    private final InputStream in;
    private IOException fault;

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
          head = Arrays.copyOfRange(bytes, from, from + Math.min(count, HEAD));
        }
        keepTail(bytes, from, count);
        if (fields != null) {
          fields.accept(bytes, from, count);
        }
      }
      return count == 0 ? -1 : count;
    }

    /**
     * As many bytes as there are; what precedes a fault is looked at before the fault is reported.
     */
    private int fill(byte[] bytes, int from, int length) throws IOException {
      if (fault != null) {
        throw fault;
      }
      int count = 0;
      try {
        int read = 0;
        while (count < length && (read = in.read(bytes, from + count, length - count)) > 0) {
          count += read;
        }
      } catch (EOFException | ZipException e) {
        fault = e;
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
