package dev.jetbridge.pipelines.addition;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.pipelines.ingest.draft.Sample;
import dev.jetbridge.pipelines.ingest.draft.SampleFile;
import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.ingest.format.FileFault;
import dev.jetbridge.pipelines.ingest.format.FileFormat;
import dev.jetbridge.pipelines.ingest.format.FileJudge;
import dev.jetbridge.pipelines.ingest.format.FormatReader;
import dev.jetbridge.pipelines.ingest.format.RawColumns;
import dev.jetbridge.pipelines.ingest.format.RawRows;
import dev.jetbridge.pipelines.ingest.format.RecordText;
import dev.jetbridge.pipelines.ingest.format.Reject;
import dev.jetbridge.pipelines.ingest.format.SourceColumns;
import dev.jetbridge.pipelines.ingest.format.text.ByteScan;
import dev.jetbridge.pipelines.ingest.format.text.RecordCuts;
import dev.jetbridge.pipelines.ingest.format.text.RecordLayout;
import dev.jetbridge.pipelines.ingest.format.text.RecordReader;
import dev.jetbridge.pipelines.ingest.format.text.RecordRows;
import dev.jetbridge.pipelines.landing.LandedFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.unsafe.types.UTF8String;

/** Lines whose fields each have a width, which the contract says; blanks fill them up. */
final class FixedWidthFormat implements FileFormat {
  static final String WORD = "fixed-width";
  private static final String WIDTHS = "widths";
  private static final String LENGTH = "length";

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public Set<String> properties() {
    return Set.of("formatOptions");
  }

  @Override
  public List<Finding> findings(Contract contract) {
    return widths(contract).size() == contract.fileColumns().size()
        ? List.of()
        : List.of(
            Finding.ofProperty("formatOptions", "must hold widths, one for each column of files"));
  }

  private static List<Integer> widths(Contract contract) {
    return contract.source().orElseThrow().settings().get("formatOptions") instanceof Map<?, ?> said
            && said.get(WIDTHS) instanceof List<?> widths
        ? widths.stream().map(width -> Integer.valueOf(width.toString())).toList()
        : List.of();
  }

  @Override
  public Optional<Sample> sample(SampleFile file, Optional<Contract> product) {
    return file.name().endsWith(".fix")
        ? Optional.of(new FixedWidthSample(file, new Lines(), product))
        : Optional.empty();
  }

  @Override
  public FormatReader reader(Contract contract) {
    return new Reader(new Lines(), new ArrayList<>(widths(contract)), SourceColumns.of(contract));
  }

  private record Lines() implements RecordLayout {}

  private record Reader(Lines layout, ArrayList<Integer> widths, SourceColumns columns)
      implements FormatReader {
    @Override
    public FileJudge judge() {
      return new Judge(layout, length());
    }

    private int length() {
      return widths.stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public Map<String, Reject> recordRejects() {
      return Map.of(LENGTH, new Reject("", LENGTH, "the record must have " + length() + " bytes"));
    }

    @Override
    public List<String> fields(FileCheck file) {
      return columns.names();
    }

    @Override
    public RawRows locate(SparkSession spark, List<FileCheck> alike) {
      return new RawRows(
          RecordRows.of(spark, alike, layout, widths.size(), () -> this::divide),
          col(RawColumns.CORRUPT));
    }

    private UTF8String divide(RecordText record, Object[] fields) {
      if (record.text().length() != length()) {
        return UTF8String.fromString(LENGTH);
      }
      List<String> divided = divided(record.text());
      for (int i = 0; i < divided.size(); i++) {
        fields[i] = divided.get(i).isEmpty() ? null : UTF8String.fromString(divided.get(i));
      }
      return null;
    }

    private List<String> divided(String record) {
      List<String> fields = new ArrayList<>();
      int from = 0;
      for (int width : widths) {
        fields.add(record.substring(from, from + width).strip());
        from += width;
      }
      return fields;
    }

    @Override
    public Iterator<RecordText> records(FileCheck.Piece piece) {
      return new RecordReader(piece, layout);
    }

    @Override
    public List<String> values(List<String> records, FileCheck file, String column) {
      return records.stream()
          .filter(record -> record.length() == length())
          .map(record -> divided(record).get(columns.names().indexOf(column)))
          .toList();
    }
  }

  /** Refuses a file of which no line has the length of a record. */
  private static final class Judge implements FileJudge {
    private final RecordCuts cuts;
    private final ByteScan scan;
    private long fitting;

    Judge(RecordLayout layout, int length) {
      this.cuts = new RecordCuts(layout, RecordCuts.PIECE);
      this.scan =
          new ByteScan(
              layout,
              (bytes, from, to, end, blank) -> {
                fitting += to - from == length ? 1 : 0;
                cuts.ended(bytes, from, to, end, blank);
              });
    }

    @Override
    public void read(InputStream bytes, byte[] buffer) throws IOException, FileFault {
      scan.scan(bytes, buffer);
    }

    @Override
    public FileCheck check(LandedFile file) throws FileFault {
      if (fitting == 0) {
        throw new FileFault("length: no line has that of a record", "whole file");
      }
      return FileCheck.passed(
          file,
          scan.records(),
          FileCheck.Columns.NONE,
          false,
          scan.longest(),
          List.of(),
          cuts.all());
    }
  }
}
