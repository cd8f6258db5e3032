package io.ebbgate.core.close;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.config.ConfigProblem;
import io.ebbgate.core.config.SettingReader;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloseRequestTest {
  private static final Duration CLOCK = Duration.ofMillis(81_723_450);

  private SettingReader reader = new SettingReader(Map.of());

  private CloseRequest read(Map<String, String> parameters) {
    reader = new SettingReader(parameters);
    return CloseRequest.read(reader, parameters.keySet(), CloseRequestTest::range, CLOCK);
  }

  /** Addresses are numbers here. */
  private static Optional<PeerRange> range(String text) {
    return text.matches("\\d+")
        ? Optional.of(new PeerRange(0, Long.parseLong(text), 128))
        : Optional.empty();
  }

  @Test
  void closesAllThatIsThereAtOnceByDefault() {
    CloseRequest request = read(Map.of());

    assertThat(request).isEqualTo(new CloseRequest(CloseScope.ALL, CloseTiming.AT_ONCE, false, ""));
    assertThat(request.scope().covers(1, 2)).isTrue();
    assertThat(request.timing().takesTime()).isFalse();
    assertThat(reader.problems()).isEmpty();
  }

  @Test
  void readsEveryParameter() {
    CloseRequest request =
        read(
            Map.of(
                "peers",
                "7,8",
                "age",
                "1m",
                "delay",
                "400ms",
                "spread",
                "5s",
                "wait-quiet",
                "2s",
                "spare-working",
                "true",
                "keep",
                "10s",
                "dry-run",
                "true",
                "shared",
                "true",
                "id",
                "move-7"));

    assertThat(reader.problems()).isEmpty();
    assertThat(request.scope().age()).isEqualTo(Duration.ofMinutes(1));
    assertThat(request.timing())
        .isEqualTo(
            new CloseTiming(
                Duration.ofMillis(400),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                true,
                Duration.ofSeconds(10)));
    assertThat(request.dryRun()).isTrue();
    assertThat(request.scope().shared()).isTrue();
    assertThat(request.id()).isEqualTo("move-7");
    assertThat(request.scope().covers(0, 7)).isTrue();
    assertThat(request.scope().covers(0, 8)).isTrue();
    assertThat(request.scope().covers(0, 9)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "81723450ms, 0",
    "81723800ms, 350",
    "81733450ms, 10000",
    "81723449ms, 0",
    "0s,         0",
  })
  void beginsWhenTheClockSaysSoOrAtOnceWhereThatIsOver(String begin, long delayMillis) {
    CloseRequest request = read(Map.of("begin", begin));

    assertThat(reader.problems()).isEmpty();
    assertThat(request.timing().delay()).isEqualTo(Duration.ofMillis(delayMillis));
  }

  @Test
  void beginsAtMostTenSecondsLater() {
    var _ = read(Map.of("begin", "81733451ms"));

    assertThat(reader.problems())
        .singleElement()
        .extracting(ConfigProblem::sentence)
        .asString()
        .contains("81733450ms");
  }

  @Test
  void takesNoDelayBesideABeginning() {
    var _ = read(Map.of("begin", "81723800ms", "delay", "1s"));

    assertThat(reader.problems()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "é", "a/b", "a\n"})
  void anIdHasLettersDigitsAndHyphensOnly(String id) {
    var _ = read(Map.of("id", id));

    assertThat(reader.problems()).hasSize(1);
    assertThat(CloseRequest.id("a".repeat(65))).isEmpty();
  }

  @Test
  void reportsEveryMistakeAtOnce() {
    var _ =
        read(
            Map.of(
                "peers",
                "7,x",
                "age",
                "1",
                "spread",
                "31m",
                "keep",
                "5m1s",
                "dry-run",
                "yes",
                "deadline",
                "1s"));

    assertThat(reader.problems())
        .extracting(ConfigProblem::setting)
        .containsExactlyInAnyOrder("peers", "age", "spread", "keep", "dry-run", "the parameter");
  }

  @Test
  void takesNoMoreRangesThanABoundOfItsOwn() {
    var _ = read(Map.of("peers", String.join(",", Collections.nCopies(32, "7"))));
    assertThat(reader.problems()).isEmpty();

    var _ = read(Map.of("peers", String.join(",", Collections.nCopies(33, "7"))));
    assertThat(reader.problems()).hasSize(1);
  }
}
