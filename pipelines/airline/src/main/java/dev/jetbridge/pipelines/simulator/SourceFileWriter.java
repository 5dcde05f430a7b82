package dev.jetbridge.pipelines.simulator;

import dev.jetbridge.pipelines.simulator.feed.Defect;
import dev.jetbridge.pipelines.simulator.feed.Delivery;
import dev.jetbridge.pipelines.simulator.feed.Feed;
import dev.jetbridge.pipelines.simulator.feed.FeedRecords;
import dev.jetbridge.pipelines.simulator.feed.FileForm;
import dev.jetbridge.pipelines.simulator.feed.WholeFileFault;
import dev.jetbridge.pipelines.simulator.world.DeliveryCalendar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Writes one source file from its sorted records, plants its defects in between and notes them in
 * the truth. Broken records are extra ones, copies of a good neighbour with one thing wrong, so no
 * business record is lost with them.
 */
final class SourceFileWriter implements AutoCloseable {
  private static final int FIRST_DEFECT = 3;
  private static final int DEFECT_EVERY = 7;
  private static final int DELIVERY_HOUR = 23;
  private static final String PLANTED_HEADER = "file,record,kind,column,reason";

  private final Delivery delivery;
  private final Feed feed;
  private final int period;
  private final FileForm form;
  private final String relativePath;
  private final Path path;
  private final NewFile file;
  private final Deque<Defect> defects;
  private final List<String> planted = new ArrayList<>();
  private String[] lastFields = {};
  private int wholeRecords;
  private boolean needsDuplicate = true;
  private long records;
  private long newKeys;
  private long deletedKeys;
  private long quarantined;
  private long duplicates;
  private long outdated;

  SourceFileWriter(Delivery delivery, Feed feed, int period) throws IOException {
    this.delivery = delivery;
    this.feed = feed;
    this.period = period;
    this.form = feed.form();
    this.relativePath = form.path(delivery.calendar().label(period));
    this.path = Path.of(delivery.sources()).resolve(relativePath);
    this.file = new NewFile(path, form.charset(), form.isGzip());
    this.defects = new ArrayDeque<>(defectsOf(feed, delivery.calendar(), period));
    Optional<String> header = form.header();
    if (header.isPresent()) {
      file.line(header.get());
    }
  }

  /** Every file takes the next few defects of the feed. */
  private static List<Defect> defectsOf(Feed feed, DeliveryCalendar calendar, int period) {
    List<Defect> all = feed.defects();
    LocalDate day = calendar.lastDayOf(period);
    boolean isDaily = calendar.isDaily(period);
    long turn = isDaily ? day.toEpochDay() : day.getYear() * 12L + day.getMonthValue();
    int count = feed.defectsAFile(isDaily);
    List<Defect> defects = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      defects.add(all.get((int) ((turn * count + i) % all.size())));
    }
    return defects;
  }

  void add(String[] fields, int marks) throws IOException {
    lastFields = form.inSendersFormat(fields);
    String line = form.line(lastFields);
    write(line);
    count(marks);
    if (needsDuplicate && (marks & FeedRecords.FINAL) != 0) {
      needsDuplicate = false;
      write(line);
      duplicates++;
      note("same-file-duplicate", "", "duplicate");
    }
    if (++wholeRecords % DEFECT_EVERY == FIRST_DEFECT && !defects.isEmpty()) {
      plant(defects.remove());
    }
  }

  private void count(int marks) {
    newKeys += (marks & FeedRecords.NEW_KEY) != 0 ? 1 : 0;
    deletedKeys += (marks & FeedRecords.DELETES) != 0 ? 1 : 0;
    if ((marks & FeedRecords.SENT_AGAIN) != 0) {
      duplicates++;
      note("later-file-duplicate", "", "duplicate");
    }
    if ((marks & FeedRecords.OUTDATED) != 0) {
      outdated++;
      note("older-version", "", "superseded");
    }
  }

  private void plant(Defect defect) throws IOException {
    write(defect.broken(form, lastFields));
    quarantined++;
    note(defect.kind(), defect.column(), defect.reason());
  }

  private void write(String line) throws IOException {
    file.line(line);
    records++;
  }

  /** Notes what is special about the record just written. */
  private void note(String kind, String column, String reason) {
    planted.add(String.join(",", relativePath, String.valueOf(records), kind, column, reason));
  }

  /** Finishes the file and the truth about it, and the faulty first try of that day if any. */
  List<FileTruth> finish() throws IOException {
    for (Defect defect : defects) {
      plant(defect);
    }
    Optional<String> trailer = form.trailer(records);
    if (trailer.isPresent()) {
      file.line(trailer.get());
    }
    LocalDate day = delivery.calendar().lastDayOf(period);
    Instant delivered = day.atTime(DELIVERY_HOUR, 0).toInstant(ZoneOffset.UTC);
    file.publish(delivered);
    writeTruth(delivered);
    FileTruth truth = truth(relativePath, "");
    WholeFileFault fault =
        delivery.calendar().isDaily(period) ? feed.uselessTries().get(day) : null;
    return fault == null ? List.of(truth) : List.of(truth, firstTry(fault, delivered));
  }

  private void writeTruth(Instant delivered) throws IOException {
    Path truth = Path.of(delivery.truth(), "planted").resolve(relativePath + ".planted.csv");
    try (NewFile lines = new NewFile(truth, StandardCharsets.UTF_8, false)) {
      lines.line(PLANTED_HEADER);
      for (String line : planted) {
        lines.line(line);
      }
      lines.publish(delivered);
    }
  }

  private FileTruth firstTry(WholeFileFault fault, Instant delivered) throws IOException {
    String name = form.path(delivery.calendar().label(period) + "_0");
    byte[] spoilt = fault.spoil(Files.readAllBytes(path));
    NewFile.write(Path.of(delivery.sources()).resolve(name), spoilt, delivered.minusSeconds(3_600));
    return truth(name, fault.reason());
  }

  /** The truth about a file; nothing of a refused one counts. */
  private FileTruth truth(String name, String refused) {
    DeliveryCalendar calendar = delivery.calendar();
    long[] counts = {records, newKeys, deletedKeys, quarantined, duplicates, outdated};
    if (!refused.isEmpty()) {
      Arrays.fill(counts, 0);
    }
    return new FileTruth(
        name,
        calendar.firstDayOf(period).toString(),
        calendar.lastDayOf(period).toString(),
        counts[0],
        counts[1],
        counts[2],
        counts[3],
        counts[4],
        counts[5],
        refused);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
