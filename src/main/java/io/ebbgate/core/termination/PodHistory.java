package io.ebbgate.core.termination;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * An injected pod as it is remembered: as little as decides what to do at the next sight of it.
 *
 * @param served whether it was ever ready
 * @param leaving whether it was to leave
 * @param forced whether it was given no time from the beginning; at the end of every deletion the
 *     kubelet itself takes away what is left of it
 * @param pushed the shortest grace its sidecar was to be told
 * @param told whether its departure was
 */
public record PodHistory(
    PodIdentity pod,
    boolean served,
    boolean leaving,
    boolean forced,
    Optional<LastWord> word,
    Optional<Duration> pushed,
    boolean told) {
  public PodHistory {
    requireNonNull(pod);
    requireNonNull(word);
    requireNonNull(pushed);
  }

  /** What is known after a sight, and what is to be done about it. */
  public record Next(PodHistory pod, Optional<Duration> push, Optional<Termination> tell) {
    public Next {
      requireNonNull(pod);
      requireNonNull(push);
      requireNonNull(tell);
    }
  }

  /** Before the first sight. */
  public static PodHistory unseen(PodIdentity pod) {
    return new PodHistory(pod, false, false, false, Optional.empty(), Optional.empty(), false);
  }

  /** Before the first sight of one that was over long ago, and was told of then. */
  public static PodHistory past(PodIdentity pod) {
    return new PodHistory(pod, false, true, false, Optional.empty(), Optional.empty(), true);
  }

  /**
   * It was seen. A word that is final is told at once; one that is not may still be followed by a
   * better one. What a sidecar said in a pod that stays is no word of its leaving: it is started
   * again there.
   */
  public Next seen(PodSnapshot sight) {
    Optional<Duration> push = push(sight);
    PodHistory now =
        new PodHistory(
            pod,
            served || sight.ready(),
            leaving || sight.leaving(),
            forced || (sight.forced() && !leaving),
            leaving || sight.leaving() ? sight.word().or(() -> word) : Optional.empty(),
            push.or(() -> pushed),
            told);
    boolean last = sight.leaving() && now.word.filter(said -> !said.provisional()).isPresent();
    return last ? now.tell(push, false) : new Next(now, push, Optional.empty());
  }

  /**
   * It is no more.
   *
   * @param unseen whether that was found out afterwards
   */
  public Next gone(boolean unseen) {
    return tell(Optional.empty(), unseen);
  }

  private Next tell(Optional<Duration> push, boolean unseen) {
    if (told) {
      return new Next(this, push, Optional.empty());
    }
    Termination departure = Termination.of(new TerminatedPod(word, forced, served, unseen));
    PodHistory now = new PodHistory(pod, served, leaving, forced, word, pushed, true);
    return new Next(now, push, Optional.of(departure));
  }

  /**
   * Only what is shorter than the sidecar knows, each once; of no time at all it can make no use.
   */
  private Optional<Duration> push(PodSnapshot sight) {
    Duration known = pushed.orElse(sight.own());
    return sight.granted().filter(granted -> granted.isPositive() && granted.compareTo(known) < 0);
  }
}
