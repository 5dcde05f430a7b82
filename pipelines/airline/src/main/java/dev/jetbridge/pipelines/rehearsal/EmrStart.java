package dev.jetbridge.pipelines.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run of EMR Serverless, as a task of Step Functions asks for it: entry point, arguments and
 * parameters given to Spark's submission, the files of spark.files in the working directory. The
 * entry point comes after the class path of the release, as with any submission. Source: Amazon EMR
 * Serverless API, StartJobRun; EMR Serverless user guide, "Using Spark configurations when you run
 * EMR Serverless jobs".
 *
 * @param request its members named with capitals
 */
record EmrStart(JsonNode request, Platform platform) implements Start {
  private static final Pattern PARAMETER = Pattern.compile("--(conf|class)\\s+(\\S+)");

  /** What EMR Serverless gives a run without a timeout. */
  private static final int HALF_A_DAY = 720;

  private static final String FILES = "spark.files";

  /** Jars of the release, which the platform here has on its class path. */
  private static final String JARS = "spark.jars";

  @Override
  public String job() {
    return request.get("Name").asText();
  }

  @Override
  public String role() {
    return request.get("ExecutionRoleArn").asText();
  }

  @Override
  public Submission submission(Place place, S3Objects objects) throws IOException {
    JsonNode driver = request.at("/JobDriver/SparkSubmit");
    Map<String, String> conf = new LinkedHashMap<>();
    List<String> application = new ArrayList<>();
    Matcher parameters = PARAMETER.matcher(driver.path("SparkSubmitParameters").asText());
    while (parameters.find()) {
      String value = parameters.group(2);
      if (parameters.group(1).equals("class")) {
        application.addAll(List.of("--class", value));
      } else {
        String[] setting = value.split("=", 2);
        conf.put(setting[0], setting[1]);
      }
    }
    conf.remove(JARS);
    if (conf.containsKey(FILES)) {
      objects.fetch(List.of(conf.remove(FILES).split(",")), place.working());
    }
    List<Path> entry = platform.shared(objects, List.of(driver.get("EntryPoint").asText()));
    application.add(entry.get(0).toString());
    driver
        .path("EntryPointArguments")
        .forEach(argument -> application.add(place.onOwnDisk(argument.asText())));
    return new Submission(
        platform.classPath(),
        conf.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList(),
        application,
        request.path("ExecutionTimeoutMinutes").asInt(HALF_A_DAY));
  }
}
