package io.ebbgate.core.termination;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.util.Optional;

/**
 * What is remembered of an injected pod between two snapshots: only what decides about the next.
 *
 * @param served whether it was ever ready
 * @param terminating whether it was being deleted, or had ended
 * @param forced whether it was deleted without a grace period from the beginning; at the end of
 *     every deletion the kubelet itself deletes the pod once more without one
 * @param verdict the last one its sidecar left while it was terminating
 * @param pushedGrace the shortest grace period that was sent to its sidecar
 * @param published whether its drain was published
 */
public record PodHistory(
    PodIdentity pod,
    boolean served,
    boolean terminating,
    boolean forced,
    Optional<Verdict> verdict,
    Optional<Duration> pushedGrace,
    boolean published) {
  public PodHistory {
    requireNonNull(pod);
    requireNonNull(verdict);
    requireNonNull(pushedGrace);
  }

  /**
   * The history after a snapshot, and what is to be done.
   *
   * @param shorterGrace a grace period to send to the sidecar
   * @param termination a termination to publish
   */
  public record Next(
      PodHistory history, Optional<Duration> shorterGrace, Optional<Termination> termination) {
    public Next {
      requireNonNull(history);
      requireNonNull(shorterGrace);
      requireNonNull(termination);
    }
  }

  /** The history before the first snapshot. */
  public static PodHistory unseen(PodIdentity pod) {
    return new PodHistory(pod, false, false, false, Optional.empty(), Optional.empty(), false);
  }

  /** The history of a pod whose drain was published before the first snapshot. */
  public static PodHistory past(PodIdentity pod) {
    return new PodHistory(pod, false, true, false, Optional.empty(), Optional.empty(), true);
  }

  /**
   * Records a snapshot. A final verdict is published at once; a provisional one may still be
   * followed by a final one. The verdict of a sidecar in a pod that stays is ignored: it is
   * restarted there.
   */
  public Next observed(PodSnapshot snapshot) {
    Optional<Duration> shorter = shorterGrace(snapshot);
    boolean ends = terminating || snapshot.terminating();
    PodHistory now =
        new PodHistory(
            pod,
            served || snapshot.ready(),
            ends,
            forced || (snapshot.forced() && !terminating),
            ends ? snapshot.verdict().or(() -> verdict) : Optional.empty(),
            shorter.or(() -> pushedGrace),
            published);
    boolean isFinal =
        snapshot.terminating() && now.verdict.filter(each -> !each.provisional()).isPresent();
    return isFinal ? now.publish(shorter, false) : new Next(now, shorter, Optional.empty());
  }

  /**
   * Records that the pod no longer exists.
   *
   * @param unseen whether its deletion was not watched
   */
  public Next deleted(boolean unseen) {
    return publish(Optional.empty(), unseen);
  }

  private Next publish(Optional<Duration> shorter, boolean unseen) {
    if (published) {
      return new Next(this, shorter, Optional.empty());
    }
    PodHistory now = new PodHistory(pod, served, terminating, forced, verdict, pushedGrace, true);
    return new Next(now, shorter, Optional.of(Termination.of(this, unseen)));
  }

  /**
   * A granted grace period that is shorter than the sidecar's, each once; zero is of no use to it.
   */
  private Optional<Duration> shorterGrace(PodSnapshot snapshot) {
    Duration known = pushedGrace.orElse(snapshot.specGrace());
    return snapshot
        .grantedGrace()
        .filter(granted -> granted.isPositive() && granted.compareTo(known) < 0);
  }
}
