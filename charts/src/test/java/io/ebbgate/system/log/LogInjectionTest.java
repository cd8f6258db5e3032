package io.ebbgate.system.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.LogLine;
import io.ebbgate.core.testkit.Property;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import io.ebbgate.tool.log.LogSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Text from outside stays in its field, in one line of limited length. */
class LogInjectionTest {
  private static final int TIMES = 300;
  private static final int LONGEST = 20_000;
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ODD =
      List.of(
          ("\r\n|\n|\"|\\|\",\"level\":\"ERROR\"|}\n{|\u0000|\u001b[2J|\u007f|\u0085|\u2028|\u009b"
                  + "|\ud800|\udc00|\ud83d\ude00|\ufeff|é|a")
              .split("[|]", -1));

  private final LogSchema schema = LogSchema.read();

  LogInjectionTest() throws IOException {}

  @Test
  void theWebhooksLinesStayLines() {
    Logger logger = (Logger) LoggerFactory.getLogger("io.ebbgate.test");
    ListAppender<ILoggingEvent> events = new ListAppender<>();
    events.start();
    logger.addAppender(events);
    logger.setAdditive(false);
    Property.holds(
        TIMES,
        random -> {
          String text = text(random);
          events.list.clear();
          logger
              .atWarn()
              .addKeyValue("namespace", text)
              .addKeyValue("pod", text)
              .addKeyValue("workload", text)
              .addKeyValue("verdict", "lost")
              .addKeyValue("reason", "DrainLost")
              .setCause(new IllegalStateException(text, new IOException(text)))
              .log(text);

          check(new String(encoder().encode(events.list.getFirst()), US_ASCII), "namespace", text);
        });
    logger.detachAppender(events);
  }

  /** The encoder of serve's log. */
  private static Encoder<ILoggingEvent> encoder() {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    AsyncAppender queue = (AsyncAppender) root.getAppender("queue");
    return ((OutputStreamAppender<ILoggingEvent>) queue.getAppender("lines")).getEncoder();
  }

  @Test
  void theSidecarsLinesStayLines() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonLog log = new JsonLog(out, InstantSource.system());
    log.start();
    Property.holds(
        TIMES,
        random -> {
          String text = text(random);
          out.reset();
          Throwable cause = new IllegalStateException(text);
          Object[] fields = {
            LogKeys.NAMESPACE,
            text,
            LogKeys.POD,
            text,
            LogKeys.PROFILE,
            text,
            LogKeys.CAUSE,
            cause,
            LogKeys.PATH,
            text
          };
          log.warn(text, fields);
          log.flush(SOON);

          check(out.toString(US_ASCII), LogKeys.NAMESPACE, text);
        });
  }

  private void check(String written, String key, String text) {
    assertThat(written).endsWith("\n");
    String line = written.substring(0, written.length() - 1);
    assertThat(schema.problems(line)).isEmpty();
    try {
      JsonNode read = JSON.readTree(line);
      String wanted = LogLine.cut(text, LogLine.TEXT);
      assertThat(read.path(key).asText()).isEqualTo(wanted);
      assertThat(read.path("message").asText()).isEqualTo(wanted);
      assertThat(read.path("level").asText()).isEqualTo("WARN");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(RandomGenerator random) {
    int length = random.nextInt(random.nextBoolean() ? 20 : LONGEST);
    StringBuilder text = new StringBuilder(length);
    while (text.length() < length) {
      text.append(
          random.nextBoolean()
              ? Property.oneOf(random, ODD)
              : Character.toString(random.nextInt(0x80)));
    }
    return text.toString();
  }
}
