package io.ebbgate.sidecar.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ebbgate.core.config.Seconds;
import io.ebbgate.core.contract.LogLine;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The log: one JSON object a line, at most {@link LogLine#LIMIT} bytes. Logging never blocks: if
 * the container runtime stops reading stdout, the oldest lines are dropped and counted.
 */
public final class JsonLog {
  private static final int LINES = 256;
  private static final String INFO = "INFO";
  private static final String WARN = "WARN";
  private static final String ERROR = "ERROR";

  private sealed interface Item {
    record Line(String text) implements Item {}

    record Flushed(CountDownLatch done) implements Item {}
  }

  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(LINES);
  private final AtomicLong dropped = new AtomicLong();
  private final OutputStream out;
  private final InstantSource clock;

  public JsonLog(OutputStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /** Starts the writer. A platform thread, since a write to a full pipe would pin a virtual one. */
  public void start() {
    Thread.ofPlatform().name("log").daemon(true).start(this::run);
  }

  public void info(String message, Object... keysAndValues) {
    add(INFO, message, keysAndValues);
  }

  public void warn(String message, Object... keysAndValues) {
    add(WARN, message, keysAndValues);
  }

  public void error(String message, Object... keysAndValues) {
    add(ERROR, message, keysAndValues);
  }

  /** Logs an unexpected error and its first stack frame in this program, or else its first one. */
  public void error(String message, Throwable e) {
    error(message, LogKeys.CAUSE, e, LogKeys.AT, frame(e));
  }

  private static String frame(Throwable e) {
    List<StackTraceElement> frames = List.of(e.getStackTrace());
    return frames.stream()
        .filter(frame -> frame.getClassName().startsWith("io.ebbgate."))
        .findFirst()
        .or(() -> frames.stream().findFirst())
        .map(StackTraceElement::toString)
        .orElse("");
  }

  /** Lines dropped because the queue was full or stdout could not be written. */
  public long dropped() {
    return dropped.get();
  }

  /** Logs fields that the caller writes; their length is not checked here. */
  public void info(String message, JsonLine.Body fields) {
    line(INFO, message, fields);
  }

  private void line(String level, String message, JsonLine.Body fields) {
    String text =
        JsonLine.object(json -> {
          json.writeStringField("time", clock.instant().toString());
          json.writeStringField("level", level);
          json.writeStringField("message", text(message));
          fields.write(json);
        });
    offer(new Item.Line(text + "\n"));
  }

  private void add(String level, String message, Object... keysAndValues) {
    line(
        level,
        message,
        json -> {
          for (int i = 0; i + 1 < keysAndValues.length; i += 2) {
            json.writeFieldName(String.valueOf(keysAndValues[i]));
            switch (keysAndValues[i + 1]) {
              case Integer number -> json.writeNumber(number);
              case Long number -> json.writeNumber(number);
              case Duration duration -> json.writeNumber(Seconds.of(duration).toString());
              case Object other -> json.writeString(text(String.valueOf(other)));
            }
          }
        });
  }

  private static String text(String text) {
    return LogLine.cut(text, LogLine.TEXT);
  }

  private void offer(Item item) {
    while (!queue.offer(item)) {
      switch (queue.poll()) {
        case Item.Line _ -> dropped.incrementAndGet();
        case Item.Flushed(CountDownLatch done) -> done.countDown();
        case null -> {}
      }
    }
  }

  /** Waits until the queued lines are written, or for {@code most}. */
  public void flush(Duration most) {
    CountDownLatch done = new CountDownLatch(1);
    offer(new Item.Flushed(done));
    try {
      boolean _ = done.await(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        switch (queue.take()) {
          case Item.Line(String text) -> write(text);
          case Item.Flushed(CountDownLatch done) -> done.countDown();
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void write(String text) {
    try {
      out.write(text.getBytes(UTF_8));
      out.flush();
    } catch (Throwable _) {
      // It can't be logged, so it is counted; the lines after it are written.
      dropped.incrementAndGet();
    }
  }
}
