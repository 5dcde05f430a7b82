package dev.jetbridge.pipelines.session;

import dev.jetbridge.contracts.JetbridgeException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.DefaultLogEventFactory;
import org.apache.logging.log4j.core.impl.LogEventFactory;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.spark.SparkThrowable;

/**
 * Makes the events of the log, whoever logs, without what engines say of rows: the message of an
 * exception that a row caused holds its values, and Spark repeats it in messages of its own. What
 * stays is the classes of the causes, Spark's names of its errors, where they arose, and what
 * Jetbridge itself says. Log4j finds it by {@code log4j2.component.properties}.
 */
public final class ValuelessEvents implements LogEventFactory {
  private static final String OURS = "dev.jetbridge.";
  private static final int DEEPEST = 20;

  /** Characters of a message that are looked at, and logged; more than these are hardly told. */
  private static final int LONGEST = 2_000;

  /** The first class of an exception in a message: what follows is what it says. */
  private static final Pattern EXCEPTION =
      Pattern.compile("\\b(?:[a-z]\\w*+\\.)*+[A-Z][\\w$]++(?<=[a-z]Exception|[a-z]Error)");

  @Override
  public LogEvent createEvent(
      String logger,
      Marker marker,
      String caller,
      Level level,
      Message message,
      List<Property> properties,
      Throwable thrown) {
    boolean ours = logger != null && logger.startsWith(OURS);
    return DefaultLogEventFactory.getInstance()
        .createEvent(
            logger,
            marker,
            caller,
            level,
            ours || message == null
                ? message
                : new SimpleMessage(told(message.getFormattedMessage())),
            properties,
            thrown == null ? null : new Told(thrown, 0));
  }

  /** The first line of a message up to the class of an exception. */
  static String told(String message) {
    if (message == null) {
      return "";
    }
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    String start = line.length() > LONGEST ? line.substring(0, LONGEST) + " …" : line;
    Matcher exception = EXCEPTION.matcher(start);
    return exception.find() ? start.substring(0, exception.end()) : start;
  }

  /** Stands for an exception: its class and its stack, and its message where that is ours. */
  private static final class Told extends Throwable {
    private static final long serialVersionUID = 1L;

    private final String text;

    Told(Throwable thrown, int depth) {
      super(text(thrown), cause(thrown, depth), false, true);
      this.text = text(thrown);
      setStackTrace(thrown.getStackTrace());
    }

    private static Throwable cause(Throwable thrown, int depth) {
      Throwable cause = thrown.getCause();
      return cause == null || cause == thrown || depth == DEEPEST
          ? null
          : new Told(cause, depth + 1);
    }

    private static String text(Throwable thrown) {
      String name = thrown.getClass().getName();
      if (thrown instanceof JetbridgeException) {
        return name + ": " + thrown.getMessage();
      }
      return thrown instanceof SparkThrowable spark && spark.getErrorClass() != null
          ? name + " " + spark.getErrorClass()
          : name;
    }

    // Stack traces print it; a message would stand behind the name of this class.
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
      return text;
    }
  }
}
