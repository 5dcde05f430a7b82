package dev.jetbridge.pipelines.rehearsal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.model.Job;

/**
 * A job as Glue starts it: the script compiled and called with all arguments, Glue's own among
 * ours; the jars of --extra-jars on the class path, before the platform's with --user-jars-first;
 * the files of --extra-files in the working directory; each setting of the chained --conf given to
 * Spark. Source: AWS Glue developer guide, "Using job parameters in AWS Glue jobs".
 *
 * @param more arguments of this run, in place of the job's or besides
 */
record GlueStart(Job definition, Map<String, String> more, Platform platform, GlueScripts scripts)
    implements Start {
  /** What Glue gives a job without a timeout. */
  private static final int TWO_DAYS = 2880;

  GlueStart {
    more = Map.copyOf(more);
  }

  @Override
  public String job() {
    return definition.name();
  }

  @Override
  public String role() {
    return definition.role();
  }

  @Override
  public Submission submission(Place place, S3Objects objects) throws IOException {
    Map<String, String> arguments = new TreeMap<>(definition.defaultArguments());
    arguments.putAll(more);
    List<Path> jars = platform.shared(objects, listed(arguments, "--extra-jars"));
    objects.fetch(listed(arguments, "--extra-files"), place.working());
    List<Path> script =
        objects.fetch(
            List.of(definition.command().scriptLocation()), place.folder().resolve("script"));
    List<String> application = new ArrayList<>();
    application.addAll(List.of("--class", arguments.get("--class"), "spark-internal"));
    arguments.forEach(
        (key, value) ->
            application.addAll(
                List.of(key, key.equals("--home") ? place.onOwnDisk(value) : value)));
    return new Submission(
        scripts.classes(script.get(0), jars)
            + File.pathSeparator
            + classPath(arguments, jars, platform.classPath()),
        settings(arguments),
        application,
        definition.timeout() == null ? TWO_DAYS : definition.timeout());
  }

  /** "--user-jars-first: … prioritizes the customer's extra JAR files in the classpath." */
  static String classPath(Map<String, String> arguments, List<Path> jars, String platform) {
    Stream<String> ours = jars.stream().map(Path::toString);
    boolean first = "true".equals(arguments.get("--user-jars-first"));
    return String.join(
        File.pathSeparator,
        (first
                ? Stream.concat(ours, Stream.of(platform))
                : Stream.concat(Stream.of(platform), ours))
            .toList());
  }

  /** A map of arguments has one --conf; more of them follow each other in its value. */
  static List<String> settings(Map<String, String> arguments) {
    String chained = arguments.getOrDefault("--conf", "");
    return chained.isBlank() ? List.of() : List.of(chained.strip().split("\\s+--conf\\s+"));
  }

  private static List<String> listed(Map<String, String> arguments, String key) {
    String value = arguments.getOrDefault(key, "");
    return value.isBlank() ? List.of() : List.of(value.split(","));
  }
}
