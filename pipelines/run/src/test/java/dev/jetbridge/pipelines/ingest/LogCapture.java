package dev.jetbridge.pipelines.ingest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Everything that is logged from INFO up, with causes, until it is closed. */
public final class LogCapture implements AutoCloseable {
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final LoggerConfig root = context.getConfiguration().getRootLogger();
  private final Level before = root.getLevel();
  private final Keeper keeper = new Keeper();

  private LogCapture() {}

  public static LogCapture start() {
    LogCapture capture = new LogCapture();
    capture.keeper.start();
    capture.root.addAppender(capture.keeper, Level.INFO, null);
    capture.root.setLevel(Level.INFO);
    capture.context.updateLoggers();
    return capture;
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    root.setLevel(before);
    root.removeAppender(keeper.getName());
    context.updateLoggers();
    keeper.stop();
  }

  private final class Keeper extends AbstractAppender {
    Keeper() {
      super("capture", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      lines.add(event.getMessage().getFormattedMessage());
      for (Throwable cause = event.getThrown(); cause != null; cause = cause.getCause()) {
        lines.add(cause.toString());
      }
    }
  }
}
