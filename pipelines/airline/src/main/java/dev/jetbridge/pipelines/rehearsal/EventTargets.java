package dev.jetbridge.pipelines.rehearsal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The targets of rules of EventBridge. Moto 5.2 fails an event for a target that it cannot call,
 * such as a state machine, and hands every event to a rule that has only a schedule; so it is told
 * that such a target is an API destination, which it leaves alone.
 */
final class EventTargets {
  private static final Pattern REAL =
      Pattern.compile("\"(arn:[\\w-]+:(?!events:|iam:)[\\w-]+:([\\w-]*):(\\d*):[^\"]+)\"");
  private static final Pattern TOLD =
      Pattern.compile("\"arn:aws:events:[\\w-]*:\\d*:api-destination/target-([\\w-]+)\"");

  private EventTargets() {}

  /** The body of a request as moto is sent it. */
  static byte[] told(Request request) {
    return isOf(request, "PutTargets") || isOf(request, "ListRuleNamesByTarget")
        ? replaced(
            REAL,
            request.body(),
            found ->
                "\"arn:aws:events:%s:%s:api-destination/target-%s\""
                    .formatted(found.group(2), found.group(3), encoded(found.group(1))))
        : request.body();
  }

  /** The answer to a request, with the targets that were put. */
  static byte[] real(Request request, byte[] answer) {
    return isOf(request, "ListTargetsByRule")
        ? replaced(TOLD, answer, found -> '"' + decoded(found.group(1)) + '"')
        : answer;
  }

  private static boolean isOf(Request request, String operation) {
    return request.service().filter("events"::equals).isPresent()
        && request.target().filter(operation::equals).isPresent();
  }

  private static byte[] replaced(Pattern pattern, byte[] body, Function<MatchResult, String> by) {
    return pattern
        .matcher(new String(body, StandardCharsets.UTF_8))
        .replaceAll(found -> Matcher.quoteReplacement(by.apply(found)))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String encoded(String arn) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(arn.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String text) {
    return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
  }
}
