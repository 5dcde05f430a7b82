package dev.jetbridge.pipelines.schedule;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Hears every call that any client of the SDK makes in this process; the SDK finds it by name. */
public final class CallCounter implements ExecutionInterceptor {
  private static final Pattern READS = Pattern.compile("(Get|BatchGet|List|Describe|Head).*");
  private static final List<String> CALLS = new CopyOnWriteArrayList<>();

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    CALLS.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
  }

  static void reset() {
    CALLS.clear();
  }

  static List<String> all() {
    return List.copyOf(CALLS);
  }

  static List<String> writes() {
    return CALLS.stream().filter(c -> !READS.matcher(c).matches()).toList();
  }
}
