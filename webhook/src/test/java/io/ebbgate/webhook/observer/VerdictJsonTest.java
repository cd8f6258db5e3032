package io.ebbgate.webhook.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.DrainRecord;
import io.ebbgate.core.verdict.PhaseTime;
import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictJsonTest {
  private static final String FORCED =
      """
      {"verdict":"forced","provisional":false,"trigger":"deletion",\
      "startedAt":"2026-11-21T19:47:19.193768081Z","holdSeconds":6.749,"budgetSeconds":60.000,\
      "connections":{"start":44,"end":13},"requests":{"start":4,"end":null},"adminCalls":48,\
      "adminFailures":0,"phases":{"announcing":5.000,"waiting":1.618,"closing":0.131},\
      "actions":["announce"],"shrunk":[],"envoy":"1.40.0","plan":"announce","notes":["one"]}\
      """;

  @Test
  void readsATerminationMessage() {
    Verdict verdict = VerdictJson.readSidecars(FORCED).orElseThrow();
    DrainRecord drain = verdict.drain().orElseThrow();

    assertThat(verdict.outcome()).isEqualTo(Outcome.FORCED);
    assertThat(verdict.provisional()).isFalse();
    assertThat(drain.trigger().wireName()).isEqualTo("deletion");
    assertThat(drain.timing().startedAt())
        .isEqualTo(Instant.parse("2026-11-21T19:47:19.193768081Z"));
    assertThat(drain.timing().hold()).isEqualTo(Duration.ofMillis(6_749));
    assertThat(drain.timing().budget()).isEqualTo(Duration.ofSeconds(60));
    assertThat(drain.connections().end()).isEqualTo(Count.of(13));
    assertThat(drain.requests().end()).isInstanceOf(Count.Unknown.class);
    assertThat(drain.timing().phases())
        .containsExactly(
            new PhaseTime("announcing", Duration.ofSeconds(5)),
            new PhaseTime("waiting", Duration.ofMillis(1_618)),
            new PhaseTime("closing", Duration.ofMillis(131)));
  }

  @Test
  void readsAnOutcomeWithoutADrain() {
    assertThat(VerdictJson.readSidecars("{\"verdict\":\"not_asked\"}"))
        .contains(Verdict.withoutDrain(Outcome.NOT_ASKED));
  }

  @Test
  void readsBackWhatItWrote() {
    Verdict verdict = VerdictJson.read(FORCED).orElseThrow();

    assertThat(VerdictJson.read(VerdictJson.write(verdict))).contains(verdict);
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void readsBackEveryOutcomeWithoutADrain(Outcome outcome) {
    Verdict verdict = Verdict.withoutDrain(outcome);

    assertThat(VerdictJson.read(VerdictJson.write(verdict))).contains(verdict);
  }

  /** A forged message may be as long as the kubelet keeps it, and longer when it is escaped. */
  @ParameterizedTest
  @ValueSource(strings = {"notes\":[\"one\"]", "shrunk\":[]", "plan\":\"announce\""})
  void leavesOutDetailRatherThanWriteTooMuch(String field) {
    String name = field.substring(0, field.indexOf('"'));
    String value = field.contains("[") ? "[\"%s\"]" : "\"%s\"";
    String forged =
        FORCED.replace(
            field, name + "\":" + value.formatted("\\u0001".repeat(VerdictJson.MAX_LENGTH / 6)));
    String written = VerdictJson.write(VerdictJson.read(forged).orElseThrow());

    assertThat(written).hasSizeLessThanOrEqualTo(VerdictJson.MAX_LENGTH);
    assertThat(VerdictJson.read(written).flatMap(Verdict::drain))
        .map(drain -> drain.connections().end())
        .contains(Count.of(13));
  }

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
  void readsNothingFromAnotherMessageOfASidecar(String message) {
    assertThat(VerdictJson.readSidecars(message)).isEmpty();
  }

  @Test
  void readsNothingFromATextThatIsTooLong() {
    assertThat(VerdictJson.read(FORCED + " ".repeat(4 * VerdictJson.MAX_LENGTH))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1e300", "\"7\"", "null", "{}", "86401"})
  void leavesOutNumbersThatAreImpossible(String number) {
    String forged = FORCED.replace("6.749", number).replace("\"end\":13", "\"end\":" + number);

    assertThat(VerdictJson.readSidecars(forged).flatMap(Verdict::drain))
        .hasValueSatisfying(drain -> {
          assertThat(drain.timing().hold()).isBetween(Duration.ZERO, Duration.ofDays(1));
          assertThat(drain.connections().end()).isNotEqualTo(Count.of(13));
        });
  }

  /** The kubelet cuts a message to its container's share. */
  @Test
  void readsTheFieldsBeforeACut() {
    Verdict whole = VerdictJson.readSidecars(FORCED).orElseThrow();
    int numbers = FORCED.indexOf(",\"adminCalls\"") + 1;
    for (int end = 0; end < FORCED.length(); end++) {
      Optional<Verdict> cut = VerdictJson.readSidecars(FORCED.substring(0, end));

      assertThat(cut.map(Verdict::provisional)).isIn(Optional.of(false), Optional.empty());
      assertThat(cut.isPresent()).isEqualTo(end >= FORCED.indexOf(",\"trigger\""));
      if (end > numbers) {
        assertThat(cut.flatMap(Verdict::drain))
            .hasValueSatisfying(drain -> {
              assertThat(drain.connections()).isEqualTo(whole.drain().get().connections());
              assertThat(drain.timing().hold()).isEqualTo(Duration.ofMillis(6_749));
            });
      }
    }
  }

  @Test
  void readsNoNumberThatWasCut() {
    String cut = FORCED.substring(0, FORCED.indexOf("749"));

    assertThat(VerdictJson.readSidecars(cut).flatMap(Verdict::drain))
        .map(drain -> drain.timing().hold())
        .contains(Duration.ZERO);
  }

  /** As the kubelet leaves it in a pod of fourteen containers: 12 KiB of all, 877 bytes each. */
  @Test
  void readsTheLongestMessageOfASidecarWhateverTheNumberOfContainers() {
    String notes = "\"notes\":[\"" + "n".repeat(500) + "\"]";
    String longest = FORCED.replace("\"notes\":[\"one\"]", notes);
    for (int containers = 12; containers <= 30; containers++) {
      String message = longest.substring(0, Math.min(longest.length(), 12 * 1024 / containers));

      assertThat(VerdictJson.readSidecars(message).flatMap(Verdict::drain))
          .as("%d containers", containers)
          .map(drain -> drain.connections().end())
          .contains(Count.of(13));
    }
  }

  @Test
  void readsTheRestOfAMessageWithoutAnError() {
    Optional<Verdict> whole = VerdictJson.readSidecars(FORCED);
    for (int begin = 0; begin < FORCED.length(); begin++) {
      assertThat(VerdictJson.readSidecars(FORCED.substring(begin))).isIn(whole, Optional.empty());
    }
  }
}
