package io.ebbgate.core.termination;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A departure as a Kubernetes Event tells it.
 *
 * @param note a sentence, far below the API server's limit of 1 KiB
 */
public record DrainEvent(Reason reason, boolean warning, String note) {
  /** The reasons, as people select Events by them. */
  public enum Reason {
    DRAIN_COMPLETED("DrainCompleted"),
    DRAIN_FORCED("DrainForced"),
    DRAIN_SKIPPED("DrainSkipped"),
    DRAIN_LOST("DrainLost");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    public String wireName() {
      return word;
    }
  }

  public DrainEvent {
    requireNonNull(reason);
    requireNonNull(note);
  }

  /** What is told of a departure; nothing of an unremarkable one. */
  public static Optional<DrainEvent> of(Termination departure) {
    return departure.outcome().map(outcome -> of(departure, outcome));
  }

  private static DrainEvent of(Termination departure, Outcome outcome) {
    Reason reason = reason(outcome);
    String said = departure.said().flatMap(DrainEvent::said).map(": "::concat).orElse("");
    return new DrainEvent(
        reason,
        reason != Reason.DRAIN_COMPLETED,
        outcome.wireName() + said + ". " + meaning(departure, outcome));
  }

  private static Reason reason(Outcome outcome) {
    return switch (outcome) {
      case CLEAN, LINGERED, RESTART -> Reason.DRAIN_COMPLETED;
      case FORCED, SHORTENED, PROXY_EXITED, ADMIN_UNREACHABLE -> Reason.DRAIN_FORCED;
      case NOT_ASKED, REFUSED -> Reason.DRAIN_SKIPPED;
      case KILLED, LOST -> Reason.DRAIN_LOST;
    };
  }

  private static String meaning(Termination departure, Outcome outcome) {
    return departure instanceof Termination.Lost(boolean unseen) && unseen
        ? "The pod left while the API server could not be watched; its sidecar's log has its word."
        : meaning(outcome);
  }

  private static String meaning(Outcome outcome) {
    return switch (outcome) {
      case CLEAN -> "Nothing was left when the gateway was stopped.";
      case LINGERED -> "Only idle connections were left when the gateway was stopped.";
      case RESTART -> "A probe restarted the gateway.";
      case FORCED -> "The time was up, and what was left was cut.";
      case SHORTENED -> "A shorter grace ended the hold, and what was left was cut.";
      case PROXY_EXITED -> "Envoy was gone before the hold ended.";
      case ADMIN_UNREACHABLE -> "Envoy did not answer; nobody knows what was left.";
      case NOT_ASKED -> "The sidecar was stopped and no hook had come.";
      case REFUSED -> "The hook came without the pod's token, and nothing was held.";
      case KILLED -> "The sidecar ended before its drain did.";
      case LOST -> "The pod left without a word of its drain.";
    };
  }

  /** Of a word that knows no drain there is no more to say. */
  private static Optional<String> said(LastWord word) {
    return word.startedAt()
        .map(_ ->
            "held %s of %s, %s connections and %s requests left"
                .formatted(
                    seconds(word.hold()),
                    seconds(word.budget()),
                    left(word.connectionsAtEnd()),
                    left(word.requestsAtEnd())));
  }

  private static String left(Count count) {
    return switch (count) {
      case Count.Known(long value) -> Long.toString(value);
      case Count.Unknown _ -> "an unknown number of";
    };
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }
}
