package io.ebbgate.core.termination;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Count;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The note of a {@link DrainEvent}, read again.
 *
 * @param hold from the hook to the answer; empty where there was no drain to speak of
 * @param budget the longest it could have been
 * @param connections left at the end
 * @param requests left at the end
 */
public record NoticeText(
    Outcome outcome,
    Optional<Duration> hold,
    Optional<Duration> budget,
    Count connections,
    Count requests) {
  private static final Pattern NOTE =
      Pattern.compile(
          "(?<outcome>[a-z_]+)(?:: held (?<hold>\\d{1,6}\\.\\d) s of (?<budget>\\d{1,6}\\.\\d) s, "
              + "(?<connections>\\d{1,18}|an unknown number of) connections and "
              + "(?<requests>\\d{1,18}|an unknown number of) requests left)?\\. .*");

  public NoticeText {
    requireNonNull(outcome);
    requireNonNull(hold);
    requireNonNull(budget);
    requireNonNull(connections);
    requireNonNull(requests);
  }

  /** What a note says; empty for one that is not ours. */
  public static Optional<NoticeText> read(String note) {
    Matcher said = NOTE.matcher(note);
    if (!said.matches()) {
      return Optional.empty();
    }
    return Stream.of(Outcome.values())
        .filter(outcome -> outcome.wireName().equals(said.group("outcome")))
        .map(outcome ->
            new NoticeText(
                outcome,
                duration(said, "hold"),
                duration(said, "budget"),
                count(said, "connections"),
                count(said, "requests")))
        .findFirst();
  }

  private static Optional<Duration> duration(Matcher said, String group) {
    return Optional.ofNullable(said.group(group))
        .map(seconds -> Duration.ofMillis(new BigDecimal(seconds).movePointRight(3).longValue()));
  }

  private static Count count(Matcher said, String group) {
    return Optional.ofNullable(said.group(group))
        .filter(text -> Character.isDigit(text.charAt(0)))
        .map(text -> Count.of(Long.parseLong(text)))
        .orElseGet(() -> Count.unknown("the note does not say"));
  }
}
