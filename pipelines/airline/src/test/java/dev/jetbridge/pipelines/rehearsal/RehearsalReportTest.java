package dev.jetbridge.pipelines.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.pipelines.policy.RolePolicy;
import dev.jetbridge.pipelines.policy.Statement;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalReportTest {
  private static final String OBJECTS = "arn:aws:s3:::lake/home/*";

  @TempDir private Path folder;

  @Test
  void tellsWhatNoCallNeededApartFromWhatADocumentAsksFor() throws Exception {
    Statement files =
        new Statement(
            "Files",
            List.of("s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"),
            List.of(OBJECTS),
            Map.of(),
            Map.of("s3:AbortMultipartUpload", "Hadoop, S3A"));
    Policy policy = Policy.of(new RolePolicy("jobs", Optional.empty(), List.of(), List.of(files)));
    Permission need = new Permission("s3:GetObject", "arn:aws:s3:::lake/home/a/b");
    Permission refused = new Permission("glue:GetTable", "arn:aws:glue:::table/a/b");
    assertThat(policy.allows(need)).isTrue();
    Caller caller = new Caller("a job", "jobs", "KEY");
    StringWriter said = new StringWriter();

    new RehearsalReport(
            List.of(
                new Call(caller, List.of(need), List.of(), 200),
                new Call(caller, List.of(refused), List.of(refused), 400)),
            Map.of("jobs", policy))
        .print(new PrintWriter(said, true), folder.resolve("needs.txt"));

    assertThat(said.toString())
        .contains("2 calls, 1 permissions refused")
        .contains("refused: glue:GetTable on arn:aws:glue:::table/a/b, to [a job]")
        .contains("no call of jobs needed s3:PutObject on " + OBJECTS)
        .contains("jobs may besides s3:AbortMultipartUpload, by \"Hadoop, S3A\"");
    assertThat(Files.readAllLines(folder.resolve("needs.txt")))
        .containsExactly(
            "jobs glue:GetTable arn:aws:glue:::table/a/b",
            "jobs s3:GetObject arn:aws:s3:::lake/home/*");
  }
}
