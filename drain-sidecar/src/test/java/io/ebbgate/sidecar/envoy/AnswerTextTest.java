package io.ebbgate.sidecar.envoy;

import static io.ebbgate.sidecar.envoy.Captured.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.testkit.CountedText;
import io.ebbgate.core.testkit.Property;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts in Envoy's answers: status lines, durations and names of statistics. */
class AnswerTextTest {
  private static final Pattern DURATION = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?s");

  @ParameterizedTest
  @CsvSource({"HTTP/1.1 200 OK, 200", "HTTP/1.0 404, 404", "'HTTP/1.1 503 ', 503"})
  void readsAStatusLine(String line, int code) throws Exception {
    assertThat(AdminResponse.status(line)).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1",
        "HTTP/2 200",
        "HTTP/1.2 200",
        "HTTP/1.1 20",
        "HTTP/1.1 2000",
        "HTTP/1.1  200",
        "HTTP/1.1 200OK",
        "http/1.1 200 OK",
        "HTTP/1.1 -20"
      })
  void refusesALineThatIsNone(String line) {
    assertThatThrownBy(() -> AdminResponse.status(line)).isInstanceOf(IOException.class);
  }

  @Test
  void readsARunOfDigitsOnce() {
    CountedText line = new CountedText("HTTP/1.1 " + "2".repeat(16_000));

    assertThatThrownBy(() -> AdminResponse.status(line)).isInstanceOf(IOException.class);
    assertThat(line.steps()).isLessThan(3 * 16_000);
  }

  @Test
  void readsDurationsAndNothingElse() {
    List<String> parts = List.of("0", "12", "1".repeat(9), "1".repeat(12), ".", "s", "-", " ");
    Property.holds(
        5000,
        random -> {
          StringBuilder text = new StringBuilder();
          for (int i = random.nextInt(5); i >= 0; i--) {
            text.append(Property.oneOf(random, parts));
          }

          assertThat(JsonDuration.parse(text.toString()).isPresent())
              .as(text.toString())
              .isEqualTo(DURATION.matcher(text).matches());
        });
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0_8080, 8080",
    "web, 0",
    "web_, 0",
    "web_123456, 0",
    "web_99999, 65535",
    "_1, 1",
    "1, 0",
    "worker_3, 3",
    "main_thread, 0",
    "a..b_7, 7"
  })
  void findsAListenerAndItsPortByAStatistic(String name, int port) {
    assertThat(listeners("listener." + name + ".downstream_cx_active"))
        .singleElement()
        .satisfies(listener -> {
          assertThat(listener.statName()).isEqualTo(name);
          assertThat(listener.port()).isEqualTo(port);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "listener.downstream_cx_active",
        "listener..downstream_cx_active",
        "listener.admin.downstream_cx_active",
        "listener.admin.main_thread.downstream_cx_active",
        "listener.envoy_internal_x.downstream_cx_active",
        "listener.a.downstream_cx_total",
        "xlistener.a.downstream_cx_active"
      })
  void findsNoneInOtherStatistics(String statistic) {
    assertThat(listeners(statistic)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"admin.example", "a.worker_12", "main.main_thread", "worker_1", "[__]_80"})
  void findsAListenerThatIsCalledLikeSomethingOfEnvoys(String name) {
    assertThat(listeners("listener." + name + ".downstream_cx_active"))
        .extracting(ListenerFacts::statName)
        .containsExactly(name);
  }

  private static List<ListenerFacts> listeners(String statistic) {
    try {
      return StatListeners.read(text("{\"stats\":[{\"name\":\"" + statistic + "\",\"value\":1}]}"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void quotesWhatIsSpecialInAnExpression() {
    String name = "[__1]_80.a+b*c?d(e|f)^g$h\\i{j}";

    assertThat(StatFilter.quote(name))
        .isEqualTo(name.replaceAll("[\\\\.+*?()|\\[\\]{}^$]", "\\\\$0"));
  }
}
