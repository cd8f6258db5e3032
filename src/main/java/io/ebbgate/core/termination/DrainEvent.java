package io.ebbgate.core.termination;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.DrainRecord;
import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The content of a drain's Kubernetes Event.
 *
 * @param verdict the document for programs
 * @param note a sentence for people, far below the API server's limit of 1 KiB
 */
public record DrainEvent(Reason reason, Verdict verdict, String note) {
  /** The reasons, by which Events are selected. */
  public enum Reason {
    DRAIN_COMPLETED("DrainCompleted"),
    DRAIN_FORCED("DrainForced"),
    DRAIN_SKIPPED("DrainSkipped"),
    DRAIN_LOST("DrainLost"),

    /** Of a {@link ConfigurationDrain}. */
    LISTENER_DRAIN_FORCED("ListenerDrainForced");

    private final String wireName;

    Reason(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  public DrainEvent {
    requireNonNull(reason);
    requireNonNull(verdict);
    requireNonNull(note);
  }

  /** The Event of a termination; empty for an unremarkable one. */
  public static Optional<DrainEvent> of(Termination termination) {
    return termination.verdict().map(verdict -> of(termination, verdict));
  }

  /** Whether its type is Warning rather than Normal. */
  public boolean warning() {
    return reason != Reason.DRAIN_COMPLETED;
  }

  private static DrainEvent of(Termination termination, Verdict verdict) {
    String drain = verdict.drain().map(DrainEvent::summary).map(": "::concat).orElse("");
    boolean unseen = termination instanceof Termination.Lost(boolean notWatched) && notWatched;
    String meaning =
        unseen
            ? "The pod was deleted while the API server could not be watched; its sidecar's log has"
                + " its verdict."
            : meaning(verdict.outcome());
    return new DrainEvent(
        reason(verdict.outcome()), verdict, verdict.outcome().wireName() + drain + ". " + meaning);
  }

  private static Reason reason(Outcome outcome) {
    return switch (outcome) {
      case CLEAN, LINGERED, RESTART -> Reason.DRAIN_COMPLETED;
      case FORCED, SHORTENED, PROXY_EXITED, ADMIN_UNREACHABLE -> Reason.DRAIN_FORCED;
      case NOT_ASKED, REFUSED -> Reason.DRAIN_SKIPPED;
      case KILLED, LOST -> Reason.DRAIN_LOST;
    };
  }

  private static String meaning(Outcome outcome) {
    return switch (outcome) {
      case CLEAN -> "Nothing was left when the gateway was stopped.";
      case LINGERED -> "Only idle connections were left when the gateway was stopped.";
      case RESTART -> "A probe restarted the gateway.";
      case FORCED -> "The drain reached its time limit, and what was left was cut.";
      case SHORTENED -> "A shorter grace period ended the drain, and what was left was cut.";
      case PROXY_EXITED -> "Envoy exited before the drain ended.";
      case ADMIN_UNREACHABLE -> "Envoy's admin interface did not answer; what was left is unknown.";
      case NOT_ASKED -> "The sidecar was stopped without a call of the preStop hook.";
      case REFUSED ->
          "The preStop hook was called without the pod's token, and nothing was drained.";
      case KILLED -> "The sidecar was killed before its drain ended.";
      case LOST -> "The pod was deleted and left no verdict of its drain.";
    };
  }

  private static String summary(DrainRecord drain) {
    return "held %s of %s, %s connections and %s requests left"
            .formatted(
                seconds(drain.timing().hold()),
                seconds(drain.timing().budget()),
                number(drain.connections().end()),
                number(drain.requests().end()))
        + (drain.closed().total() == 0
            ? ""
            : ", %d closed by force".formatted(drain.closed().total()));
  }

  private static String number(Count count) {
    return switch (count) {
      case Count.Known(long value) -> Long.toString(value);
      case Count.Unknown _ -> "an unknown number of";
    };
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }
}
