package dev.jetbridge.pipelines.simulator;

import dev.jetbridge.pipelines.simulator.feed.Delivery;
import dev.jetbridge.pipelines.simulator.feed.Feed;
import dev.jetbridge.pipelines.simulator.feed.RecordRows;
import dev.jetbridge.pipelines.simulator.feed.TruthPart;
import dev.jetbridge.pipelines.simulator.world.DeliveryCalendar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * Writes the files of one partition, whose rows are sorted by file; gives the truth about each
 * source file. Writing again after a failure gives the same files.
 */
final class FilesWriter implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final Delivery delivery;

  FilesWriter(Delivery delivery) {
    this.delivery = delivery;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) throws IOException {
    List<Row> truths = new ArrayList<>();
    Group group = new Group(rows);
    while (group.hasNext()) {
      if (delivery.isOfSource(group.file())) {
        writeSource(group).forEach(truth -> truths.add(truth.row()));
      } else {
        writeTruth(group);
      }
    }
    return truths.iterator();
  }

  private List<FileTruth> writeSource(Group group) throws IOException {
    int file = group.file();
    Feed feed = delivery.feedOf(file);
    try (SourceFileWriter writer = new SourceFileWriter(delivery, feed, Delivery.numberOf(file))) {
      while (group.isIn(file)) {
        Row row = group.next();
        writer.add(RecordRows.split(row.getString(3)), row.getInt(2));
      }
      return writer.finish();
    }
  }

  private void writeTruth(Group group) throws IOException {
    int id = group.file();
    TruthPart part = delivery.partOf(id);
    int number = Delivery.numberOf(id);
    boolean isOfCustomers = part.equals(TruthPart.CUSTOMERS);
    DeliveryCalendar calendar = delivery.calendar();
    String label = isOfCustomers ? String.valueOf(number) : calendar.label(number);
    Instant changed =
        isOfCustomers
            ? Instant.EPOCH
            : calendar.lastDayOf(number).atStartOfDay().toInstant(ZoneOffset.UTC);
    Path path = Path.of(delivery.truth()).resolve(part.path(label));
    try (NewFile file = new NewFile(path, StandardCharsets.UTF_8, false)) {
      file.line(part.header());
      while (group.isIn(id)) {
        file.line(part.line(RecordRows.split(group.next().getString(3))));
      }
      file.publish(changed);
    }
  }

  /** Rows with one row of sight ahead. */
  private static final class Group {
    private final Iterator<Row> rows;
    private Row ahead;
    private boolean hasAhead;

    Group(Iterator<Row> rows) {
      this.rows = rows;
      advance();
    }

    boolean hasNext() {
      return hasAhead;
    }

    int file() {
      return ahead.getInt(0);
    }

    boolean isIn(int file) {
      return hasAhead && ahead.getInt(0) == file;
    }

    Row next() {
      Row row = ahead;
      advance();
      return row;
    }

    private void advance() {
      hasAhead = rows.hasNext();
      if (hasAhead) {
        ahead = rows.next();
      }
    }
  }
}
