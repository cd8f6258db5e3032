package io.ebbgate.webhook.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.Verdict.PhaseTime;
import io.ebbgate.core.termination.LastWord;
import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastWordsTest {
  private static final String WHOLE =
      """
      {"verdict":"forced","provisional":false,"trigger":"deletion",\
      "startedAt":"2026-11-21T19:47:19.193768081Z","holdSeconds":6.749,"budgetSeconds":60.000,\
      "connections":{"start":44,"end":13},"requests":{"start":4,"end":null},"adminCalls":48,\
      "adminFailures":0,"phases":{"announcing":5.000,"waiting":1.618,"closing":0.131},\
      "actions":["announce"],"shrunk":[],"envoy":"1.40.0","plan":"announce","notes":["one"]}\
      """;

  @Test
  void areReadAsTheSidecarWroteThem() {
    LastWord word = LastWords.read(WHOLE).orElseThrow();

    assertThat(word.outcome()).isEqualTo(Outcome.FORCED);
    assertThat(word.provisional()).isFalse();
    assertThat(word.trigger()).isEqualTo("deletion");
    assertThat(word.startedAt()).contains(Instant.parse("2026-11-21T19:47:19.193768081Z"));
    assertThat(word.hold()).isEqualTo(Duration.ofMillis(6_749));
    assertThat(word.budget()).isEqualTo(Duration.ofSeconds(60));
    assertThat(word.connectionsAtEnd()).isEqualTo(Count.of(13));
    assertThat(word.requestsAtEnd()).isInstanceOf(Count.Unknown.class);
    assertThat(word.phases())
        .containsExactly(
            new PhaseTime("announcing", Duration.ofSeconds(5)),
            new PhaseTime("waiting", Duration.ofMillis(1_618)),
            new PhaseTime("closing", Duration.ofMillis(131)));
  }

  @Test
  void ofASidecarThatWasNotAskedAreItsOutcomeAlone() {
    LastWord word = LastWords.read("{\"verdict\":\"not_asked\"}").orElseThrow();

    assertThat(word.outcome()).isEqualTo(Outcome.NOT_ASKED);
    assertThat(word.startedAt()).isEmpty();
    assertThat(word.hold()).isZero();
  }

  /** Killed and lost are for us to say. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "panic: runtime error",
        "{\"verdict\":\"fine\"}",
        "{\"verdict\":\"lost\"}",
        "{\"verdict\":\"killed\"}",
        "{\"verdict\":7}",
        "[\"verdict\",\"clean\"]",
        "{\"verdict\":{\"verdict\":{\"verdict\":{\"verdict\":{\"verdict\":\"clean\"}}}}}",
        "ends\":[]}"
      })
  void areNoneWhereSomethingElseStands(String message) {
    assertThat(LastWords.read(message)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1e300", "\"7\"", "null", "{}", "86401"})
  void leaveOutNumbersThatCanNotBe(String number) {
    String forged = WHOLE.replace("6.749", number).replace("\"end\":13", "\"end\":" + number);

    assertThat(LastWords.read(forged))
        .hasValueSatisfying(word -> {
          assertThat(word.hold()).isBetween(Duration.ZERO, Duration.ofDays(1));
          assertThat(word.connectionsAtEnd()).isNotEqualTo(Count.of(13));
        });
  }

  @Test
  void areReadOrNotButNeverAnErrorWhereverTheyAreCut() {
    for (int end = 0; end < WHOLE.length(); end++) {
      assertThat(LastWords.read(WHOLE.substring(0, end))).isEmpty();
      assertThat(LastWords.read(WHOLE.substring(end))).isIn(LastWords.read(WHOLE), none());
    }
  }

  private static Optional<LastWord> none() {
    return Optional.empty();
  }
}
