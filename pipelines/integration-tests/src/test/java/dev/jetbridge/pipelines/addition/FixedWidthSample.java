package dev.jetbridge.pipelines.addition;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.ingest.draft.FileProfile;
import dev.jetbridge.pipelines.ingest.draft.Sample;
import dev.jetbridge.pipelines.ingest.draft.SampleFile;
import dev.jetbridge.pipelines.ingest.format.text.RecordLayout;
import dev.jetbridge.pipelines.ingest.format.text.SampleRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A sample whose fields begin behind what is blank in all of its lines. */
final class FixedWidthSample implements Sample {
  private final FileProfile profile;
  private final List<Integer> widths = new ArrayList<>();

  FixedWidthSample(SampleFile file, RecordLayout layout, Optional<Contract> product) {
    this.profile = new FileProfile(file, product);
    List<String> records = new ArrayList<>();
    try (SampleRecords all = new SampleRecords(file, layout)) {
      for (String record = all.next(); record != null; record = all.next()) {
        records.add(record);
      }
    }
    List<Integer> starts = new ArrayList<>();
    int length = records.get(0).length();
    for (int i = 0; i < length; i++) {
      if (i == 0 || (isBlank(records, i - 1) && !isBlank(records, i))) {
        starts.add(i);
      }
    }
    starts.add(length);
    for (int i = 1; i < starts.size(); i++) {
      widths.add(starts.get(i) - starts.get(i - 1));
    }
    for (String record : records) {
      profile.begin();
      for (int i = 0; i < widths.size(); i++) {
        String value = record.substring(starts.get(i), starts.get(i + 1)).strip();
        profile.add(profile.column("field_" + (i + 1)), value.isEmpty() ? null : value);
      }
      profile.end();
    }
  }

  private static boolean isBlank(List<String> records, int place) {
    return records.stream().allMatch(record -> record.charAt(place) == ' ');
  }

  @Override
  public FileProfile profile() {
    return profile;
  }

  @Override
  public String format() {
    return FixedWidthFormat.WORD;
  }

  @Override
  public String brokenHow() {
    return "have another length";
  }

  @Override
  public List<String> properties() {
    return List.of("- {property: formatOptions, value: {widths: " + widths + "}}");
  }
}
