package dev.jetbridge.pipelines.channel.dataexchange;

import java.time.Duration;

/**
 * How long the channel waits for the service.
 *
 * @param tries calls at most, the first included, when the service throttles, fails or is silent
 * @param firstRetry longest pause before the second call; it doubles from call to call
 * @param longestRetry longest pause between two calls
 * @param firstLook pause after the first look at a job; it doubles from look to look
 * @param longestLook longest pause between two looks; a signed URL is good for one minute only
 * @param job time from its start in which a job must end
 */
record Patience(
    int tries,
    Duration firstRetry,
    Duration longestRetry,
    Duration firstLook,
    Duration longestLook,
    Duration job) {
  static final Patience USUAL =
      new Patience(
          8,
          Duration.ofSeconds(1),
          Duration.ofSeconds(20),
          Duration.ofMillis(20),
          Duration.ofSeconds(5),
          Duration.ofMinutes(30));
}
