package io.ebbgate.webhook.observer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.drain.Verdict.PhaseTime;
import io.ebbgate.core.termination.LastWord;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.VerdictFields;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a sidecar left. A termination message may be cut, foreign or forged: what does not say
 * how a drain went, in our words, is no last word; a part of it that can't be is left out.
 */
public final class LastWords {
  /** All but what only we say, who look on. */
  private static final Set<Outcome> THEIRS =
      EnumSet.complementOf(EnumSet.of(Outcome.KILLED, Outcome.LOST));

  private static final int DEEPEST = 4;

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
              .build());

  private LastWords() {}

  /** What it says; empty where it is none. */
  public static Optional<LastWord> read(String message) {
    try {
      JsonNode said = JSON.readTree(message);
      return outcome(said.path(VerdictFields.VERDICT).asText()).map(outcome -> word(outcome, said));
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  private static Optional<Outcome> outcome(String word) {
    return THEIRS.stream().filter(each -> each.wireName().equals(word)).findFirst();
  }

  private static LastWord word(Outcome outcome, JsonNode said) {
    return new LastWord(
        outcome,
        said.path(VerdictFields.PROVISIONAL).asBoolean(false),
        said.path(VerdictFields.TRIGGER).asText(),
        instant(said.path(VerdictFields.STARTED_AT).asText()),
        duration(said.path(VerdictFields.HOLD_SECONDS)),
        duration(said.path(VerdictFields.BUDGET_SECONDS)),
        phases(said.path(VerdictFields.PHASES)),
        count(said.path(VerdictFields.CONNECTIONS).path(VerdictFields.END)),
        count(said.path(VerdictFields.REQUESTS).path(VerdictFields.END)));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException none) {
      return Optional.empty();
    }
  }

  /** No hold is longer than the longest that can be set; NaN compares with nothing. */
  private static Duration duration(JsonNode seconds) {
    double value = seconds.isNumber() ? seconds.asDouble() : 0;
    return value > 0 && value <= DurationText.LONGEST.toSeconds()
        ? Duration.ofMillis((long) (value * 1e3))
        : Duration.ZERO;
  }

  private static List<PhaseTime> phases(JsonNode said) {
    List<PhaseTime> phases = new ArrayList<>();
    for (String phase : PhaseNames.ALL) {
      if (said.path(phase).isNumber()) {
        phases.add(new PhaseTime(phase, duration(said.path(phase))));
      }
    }
    return phases;
  }

  private static Count count(JsonNode number) {
    return number.canConvertToLong() && number.isIntegralNumber() && number.asLong() >= 0
        ? Count.of(number.asLong())
        : Count.unknown("the sidecar did not say");
  }
}
