package dev.jetbridge.pipelines.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.channel.FolderPull;
import dev.jetbridge.pipelines.ingest.draft.ContractDraft;
import dev.jetbridge.pipelines.ingest.format.registration.Formats;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunStatus;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A draft ingests the file that it was made from, and quarantines nothing. */
class DraftedContractTest extends LakeTest {
  @TempDir private Path folder;

  /** The large ones are ingested in the soak profile, as these are. */
  @Test
  void smallSharedFilesWithAHeaderAreTakenWhole() throws IOException {
    for (Path file : sharedFiles()) {
      if (Files.size(file) > 100_000) {
        continue;
      }
      Contract contract = drafted(file, "shared_" + name(file));

      List<Ingest.DryRun> runs =
          ingest(contract).dryRun(new FolderPull(file.getParent()).inPlace(contract));

      assertThat(runs).as(file.toString()).hasSize(1);
      assertThat(runs.get(0).refusal()).as(file.toString()).isEmpty();
      assertThat(runs.get(0).rejects()).as(file.toString()).isEmpty();
      assertThat(runs.get(0).records()).as(file.toString()).isPositive();
    }
  }

  @Test
  @Tag("soak")
  void everySharedFileWithAHeaderIsIngestedByItsDraft() throws IOException {
    List<Contract> contracts = new ArrayList<>();
    for (Path file : sharedFiles()) {
      Contract contract = drafted(file, "soak_" + name(file));
      land(contract, file.getFileName().toString(), Files.readAllBytes(file));
      contracts.add(contract);
    }

    List<RunResult> results = runner(AS_OF).run(contracts);

    assertThat(results).allSatisfy(DraftedContractTest::isWhole);
  }

  @Test
  void generatedFilesAreTakenWholeByTheirDrafts() throws IOException {
    for (int seed = 0; seed < 6; seed++) {
      Path file = generated(seed);
      Contract contract = drafted(file, "dry_" + seed);

      List<Ingest.DryRun> runs = ingest(contract).dryRun(new FolderPull(folder).inPlace(contract));

      assertThat(runs).as(file.toString()).hasSize(1);
      assertThat(runs.get(0).refusal()).as(file.toString()).isEmpty();
      assertThat(runs.get(0).rejects()).as(file.toString()).isEmpty();
    }
  }

  @Test
  void generatedFilesAreIngestedByTheirDrafts() throws IOException {
    assertThat(ingest(117, 2)).allSatisfy(DraftedContractTest::isWhole);
  }

  @Test
  @Tag("soak")
  void manyGeneratedFilesAreIngestedByTheirDrafts() throws IOException {
    assertThat(ingest(200, 60)).allSatisfy(DraftedContractTest::isWhole);
  }

  @Test
  void ingestionReadsTheFirstLinesAsADraftSays() throws IOException {
    List<String> files =
        List.of(
            "Report\n\nid,name,n\n1,Ann,3\n2,Bo,4\n",
            "sep=;\nid;name\n1;Ann\n2;Bo\n",
            "1,London,51.5\n2,Paris,48.9\n",
            "id,name,name\n1,Ann,x\n2,Bo,y\n",
            "a,,b,\n1,2,3,\n1,2,4,\n",
            "id,name\n1,Ann,\n2,Bo,\n",
            "#id,first\u00A0name\n1,Ann\n2,Bo\n");
    for (int i = 0; i < files.size(); i++) {
      Path file = Files.writeString(folder.resolve("head_" + i + ".csv"), files.get(i));
      Contract contract = drafted(file, "head_" + i);

      List<Ingest.DryRun> runs = ingest(contract).dryRun(new FolderPull(folder).inPlace(contract));

      assertThat(runs).as(files.get(i)).hasSize(1);
      assertThat(runs.get(0).refusal()).as(files.get(i)).isEmpty();
      assertThat(runs.get(0).rejects()).as(files.get(i)).isEmpty();
      assertThat(runs.get(0).records()).as(files.get(i)).isEqualTo(2);
    }
  }

  @Test
  void whatADraftSaysOfValuesIsWhatIngestionDoes() throws IOException {
    String csv =
        "id;qty;amount;price;rate;active;seen_at;day;born;code\n"
            + IntStream.range(0, 40)
                .mapToObj(
                    i ->
                        String.join(
                            ";",
                            i == 31 ? "x" : String.valueOf(i),
                            i % 5 == 0 ? "NA" : String.valueOf(i),
                            (1 + i) + ".234," + (10 + i),
                            (i % 3 == 0 ? "(" + i + ",50)" : "$" + i + ",25"),
                            i + ",5%",
                            i % 2 == 0 ? "Y" : i == 7 ? "-" : "N",
                            String.valueOf(1_700_000_000_123L + i),
                            i % 2 == 0 ? "2023-01-" + (11 + i % 17) : (11 + i % 17) + ".01.2023",
                            "4/15/" + (10 + i),
                            i % 4 == 0 ? "\\N" : "178" + (10 + i) + ".0"))
                .collect(Collectors.joining("\n", "", "\n"));
    String json =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    "{\"id\":%d,\"flag\":\"%s\",\"at\":\"%s\",\"odd\":\"%s\"}"
                        .formatted(
                            i,
                            i % 2 == 0 ? "yes" : "no",
                            i % 4 == 0 ? "null" : 1_700_000_000 + i,
                            i == 8 ? "?!" : "2023-01-" + (10 + i % 20)))
            .collect(Collectors.joining("\n"));
    List<ContractDraft> drafts = new ArrayList<>();
    List<Contract> contracts = new ArrayList<>();
    for (String name : List.of("values.csv", "fields.jsonl")) {
      Path file = Files.writeString(folder.resolve(name), name.endsWith("csv") ? csv : json);
      ProductId id = new ProductId("drafts", name.replace('.', '_'));
      ContractDraft draft = ContractDraft.of(file, Optional.of(id), Formats.bundled()::sample);
      drafts.add(draft);
      contracts.add(ContractLoader.parse(draft.yaml(), name));
      land(contracts.get(contracts.size() - 1), name, Files.readAllBytes(file));
    }

    List<RunResult> results = runner(AS_OF).run(contracts);

    assertThat(drafts).extracting(ContractDraft::quarantined).containsExactly(1L, 1L);
    assertThat(results).extracting(r -> r.counts().quarantined()).containsExactly(1L, 1L);
    assertThat(
            table(contracts.get(0))
                .where("id = 6")
                .selectExpr("concat_ws(' ', qty, amount, price, rate, active, seen_at, day, born)")
                .first()
                .getString(0))
        .isEqualTo("6 7234.16 -6.50 6.5 true 2023-11-14 22:13:20.129 2023-01-17 2016-04-15");
    assertThat(
            table(contracts.get(0))
                .where("id in (5, 7)")
                .selectExpr("count(qty)", "count(active)")
                .first())
        .hasToString("[1,1]");
  }

  private List<RunResult> ingest(int firstSeed, int files) throws IOException {
    List<Contract> contracts = new ArrayList<>();
    for (int seed = firstSeed; seed < firstSeed + files; seed++) {
      Path file = generated(seed);
      Contract contract = drafted(file, "generated_" + seed);
      land(contract, file.getFileName().toString(), Files.readAllBytes(file));
      contracts.add(contract);
    }
    return runner(AS_OF).run(contracts);
  }

  private Path generated(int seed) throws IOException {
    Generated generated = new Generated(new Random(seed));
    return Files.write(folder.resolve("generated_" + seed + generated.suffix()), generated.bytes());
  }

  private static void isWhole(RunResult result) {
    assertThat(result.status()).as(result.message()).isEqualTo(RunStatus.PUBLISHED);
    assertThat(result.counts().refusedFiles()).as(result.contract().id().toString()).isZero();
    assertThat(result.counts().quarantined()).as(result.contract().id().toString()).isZero();
    assertThat(result.counts().records()).isPositive();
  }

  private static Contract drafted(Path file, String name) {
    ContractDraft draft =
        ContractDraft.of(
            file, Optional.of(new ProductId("drafts", name)), Formats.bundled()::sample);
    return ContractLoader.parse(draft.yaml(), file.toString());
  }

  private static String name(Path file) {
    String folder = file.getParent().getFileName().toString();
    return (folder + "_" + file.getFileName())
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "_");
  }

  private static List<Path> sharedFiles() throws IOException {
    Path shared = Path.of(System.getProperty("jetbridge.shared", "../shared"), "data");
    assumeTrue(Files.isDirectory(shared), "the sample data " + shared + " is not on this machine");
    try (Stream<Path> files = Files.walk(shared)) {
      return files.filter(f -> f.toString().endsWith(".csv")).sorted().toList();
    }
  }

  /** A file of random columns, written in a random way. */
  private static final class Generated {
    private final Random random;
    private final boolean json;
    private final char delimiter;
    private final boolean crlf;
    private final Charset charset;
    private final int records;
    private final List<List<String>> columns = new ArrayList<>();

    Generated(Random random) {
      this.random = random;
      this.json = random.nextInt(3) == 0;
      this.delimiter = ",;\t|".charAt(random.nextInt(4));
      this.crlf = random.nextBoolean();
      this.charset = random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
      this.records = 1 + random.nextInt(400);
      int wide = 8 + random.nextInt(8);
      for (int i = 0; i < wide; i++) {
        columns.add(column(random.nextInt(14)));
      }
    }

    String suffix() {
      return json ? ".jsonl" : ".csv";
    }

    private List<String> column(int kind) {
      boolean sparse = random.nextBoolean();
      return IntStream.range(0, records)
          .mapToObj(i -> sparse && random.nextInt(5) == 0 ? null : value(kind, i))
          .collect(Collectors.toCollection(ArrayList::new));
    }

    private String value(int kind, int i) {
      LocalDateTime time =
          LocalDate.of(1950 + random.nextInt(90), 1 + random.nextInt(12), 1 + random.nextInt(28))
              .atTime(random.nextInt(24), random.nextInt(60), random.nextInt(60));
      return switch (kind) {
        case 0 -> String.valueOf(i);
        case 1 -> String.valueOf(random.nextLong());
        case 2 -> String.format(Locale.ROOT, "%.2f", random.nextGaussian() * 1000);
        case 3 -> String.valueOf(random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15));
        case 4 -> random.nextBoolean() ? "TRUE" : "false";
        case 5 -> time.format(DateTimeFormatter.ofPattern("dd/MM/yyyy"));
        case 6 -> time.format(DateTimeFormatter.ofPattern("MM-dd-yyyy HH:mm:ss"));
        case 7 -> time.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME) + "Z";
        case 8 -> time.toLocalDate().toString();
        case 9 -> String.format(Locale.ROOT, "%05d", random.nextInt(100_000));
        case 10 -> List.of("open", "closed", "no", "NULL", "'x'").get(random.nextInt(5));
        case 11 -> "Zoë \"" + i + "\", " + delimiter + " \\ " + random.nextInt(9);
        case 12 -> "two\nlines of " + i + (random.nextBoolean() ? " " : "");
        default -> "SK-" + (100_000 + random.nextInt(900_000)) + "@" + (char) ('A' + i % 26);
      };
    }

    byte[] bytes() {
      StringBuilder text = new StringBuilder();
      String end = crlf ? "\r\n" : "\n";
      if (!json) {
        text.append(
                IntStream.range(0, columns.size())
                    .mapToObj(c -> "Column " + c)
                    .collect(Collectors.joining(String.valueOf(delimiter))))
            .append(end);
      }
      for (int i = 0; i < records; i++) {
        int record = i;
        text.append(
                json
                    ? IntStream.range(0, columns.size())
                        .filter(c -> columns.get(c).get(record) != null)
                        .mapToObj(c -> "\"f" + c + "\":" + quoted(columns.get(c).get(record)))
                        .collect(Collectors.joining(",", "{", "}"))
                    : columns.stream()
                        .map(c -> field(c.get(record)))
                        .collect(Collectors.joining(String.valueOf(delimiter))))
            .append(end);
      }
      return text.toString().getBytes(charset);
    }

    private static String quoted(String value) {
      return value.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE]-?[0-9]+)?|true|false")
          ? value
          : "\""
              + value
                  .replace("\\", "\\\\")
                  .replace("\"", "\\\"")
                  .replace("\n", "\\n")
                  .replace("\t", "\\t")
              + "\"";
    }

    private String field(String value) {
      if (value == null) {
        return random.nextBoolean() ? "" : "\"\"";
      }
      boolean needed =
          value.indexOf(delimiter) >= 0 || value.indexOf('"') >= 0 || value.indexOf('\n') >= 0;
      return needed || random.nextInt(10) == 0 ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }
  }
}
