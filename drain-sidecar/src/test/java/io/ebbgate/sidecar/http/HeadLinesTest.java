package io.ebbgate.sidecar.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ebbgate.core.testkit.CountedText;
import io.ebbgate.core.testkit.Property;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads are read as regular expressions described them once, and in steps of their length. */
class HeadLinesTest {
  private static final Pattern LINE_ENDS = Pattern.compile("^[\\r\\n]+|[\\r\\n]+$");
  private static final Pattern FIRST =
      Pattern.compile(
          "(?<method>[A-Z]{1,16}) "
              + "(?:(?<path>/\\S*)|(?i:http)://(?<host>[^/?#\\s]+)(?<rest>[/?]\\S*)?) "
              + "HTTP/1\\.(?<minor>[01])");
  private static final Pattern FIELD =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):([^\\r\\n]*)");

  private record Head(RequestLine first, Map<String, String> headers) {
    static Optional<Head> read(CharSequence text) {
      HeadLines lines = HeadLines.of(text);
      return RequestLine.parse(lines.first())
          .flatMap(first -> lines.headers().map(headers -> new Head(first, headers)));
    }

    static Optional<Head> expressed(String text) {
      String[] lines = LINE_ENDS.matcher(text).replaceAll("").split("\r?\n", -1);
      Matcher first = FIRST.matcher(lines[0]);
      Map<String, String> headers = new HashMap<>();
      for (int i = 1; i < lines.length; i++) {
        Matcher field = FIELD.matcher(lines[i]);
        if (!field.matches()) {
          return Optional.empty();
        }
        String name = field.group(1).toLowerCase(Locale.ROOT);
        headers.merge(name, field.group(2).strip(), (a, b) -> a + "," + b);
      }
      return first.matches() ? Optional.of(new Head(line(first), headers)) : Optional.empty();
    }

    private static RequestLine line(Matcher first) {
      String rest = Optional.ofNullable(first.group("rest")).orElse("");
      String path = Optional.ofNullable(first.group("path")).orElse("");
      return new RequestLine(
          first.group("method"),
          Optional.ofNullable(first.group("host")),
          path.isEmpty() ? (rest.startsWith("/") ? "" : "/") + rest : path,
          first.group("minor").equals("1"));
    }
  }

  @Test
  void takesExactlyWhatTheExpressionsDid() {
    List<String> parts =
        List.of(
            "GET",
            "get",
            "M".repeat(16),
            " ",
            "/a?b#c",
            "/",
            "\\",
            "http://",
            "HTTP://",
            "h:1",
            "#",
            "?",
            " HTTP/1.1",
            " HTTP/1.0",
            " HTTP/1.2",
            "GET / HTTP/1.1\r\n",
            "A: b\r\n",
            "a:\n",
            "A : b\r\n",
            ": c\r\n",
            "\t",
            "\r",
            "\n",
            "\r\n",
            "GET http://x HTTP/1.1\r\n",
            "\u000b");
    Property.holds(
        20_000,
        random -> {
          StringBuilder text = new StringBuilder();
          for (int i = random.nextInt(9); i >= 0; i--) {
            text.append(Property.oneOf(random, parts));
          }
          String head = text.toString();

          assertThat(Head.read(head)).as(head).isEqualTo(Head.expressed(head));
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r",
        "\n",
        "\r\n",
        "x\r",
        " ",
        "1",
        ":",
        "G",
        "GET ",
        "/",
        "a:\n",
        "a: b\r\n",
        "a: \r",
        "GET / HTTP/1.1\n",
        "http://",
        "GET http://"
      })
  void readsARunOfAnythingInStepsOfItsLength(String piece) {
    for (String before : List.of("", "GET /", "GET http://", "GET / HTTP/1.1\r\na:")) {
      CountedText once = new CountedText(before + piece.repeat(4096 / piece.length()) + "x\nx\r\n");
      CountedText twice =
          new CountedText(before + piece.repeat(8192 / piece.length()) + "x\nx\r\n");
      Object ignored = List.of(Head.read(once), Head.read(twice));

      assertThat(ignored).isNotNull();
      assertThat(twice.steps()).isLessThan(9 * (twice.length() + 20L));
      assertThat(twice.steps()).isLessThanOrEqualTo(2 * once.steps() + 200);
    }
  }

  /** Joining values pair by pair copies the first of them once for each. */
  @ParameterizedTest
  @ValueSource(strings = {"a:\n", "a: b\r\n", "a:,,,,\r\n"})
  void joinsValuesOfOneNameInMemoryOfTheirLength(String line) throws Exception {
    allocated(line, 1000);
    long once = allocated(line, 2000);

    assertThat(allocated(line, 4000)).isLessThan(3 * once);
  }

  private static long allocated(String line, int bytes) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    String head = "GET / HTTP/1.1\r\n" + line.repeat(bytes / line.length()) + "\r\n";
    RequestReader reader = new RequestReader(new SentBytes(head), 0);
    long before = threads.getCurrentThreadAllocatedBytes();
    RequestReader.Result result = reader.read();
    long after = threads.getCurrentThreadAllocatedBytes();

    assertThat(result).isInstanceOf(RequestReader.Result.Complete.class);
    return after - before;
  }
}
