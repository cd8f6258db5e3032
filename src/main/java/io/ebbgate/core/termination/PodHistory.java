package io.ebbgate.core.termination;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.verdict.Verdict;
import java.util.Optional;

/**
 * What is remembered of an injected pod between two snapshots: only what decides about the next.
 *
 * @param served whether it was ever ready
 * @param terminating whether it was being deleted, or had ended
 * @param forced whether it was deleted without a grace period from the beginning; at the end of
 *     every deletion the kubelet itself deletes the pod once more without one
 * @param verdict the last one its sidecar left while it was terminating
 * @param sent the last that its sidecar was sent
 * @param published whether its drain was published
 */
public record PodHistory(
    PodIdentity pod,
    boolean served,
    boolean terminating,
    boolean forced,
    Optional<Verdict> verdict,
    SidecarNews sent,
    boolean published) {
  public PodHistory {
    requireNonNull(pod);
    requireNonNull(verdict);
    requireNonNull(sent);
  }

  /**
   * The history after a snapshot, and what is to be done.
   *
   * @param news what to send to the sidecar
   * @param termination a termination to publish
   */
  public record Next(PodHistory history, SidecarNews news, Optional<Termination> termination) {
    public Next {
      requireNonNull(history);
      requireNonNull(news);
      requireNonNull(termination);
    }
  }

  /** The history before the first snapshot. */
  public static PodHistory unseen(PodIdentity pod) {
    return new PodHistory(pod, false, false, false, Optional.empty(), SidecarNews.NONE, false);
  }

  /** The history of a pod whose drain was published before the first snapshot. */
  public static PodHistory past(PodIdentity pod) {
    return new PodHistory(pod, false, true, false, Optional.empty(), SidecarNews.NONE, true);
  }

  /**
   * Records a snapshot. A final verdict is published at once; a provisional one may still be
   * followed by a final one, unless the pod has ended and stays: then none follows. The verdict of
   * a sidecar in a pod that stays is ignored: it is restarted there.
   */
  public Next observed(PodSnapshot snapshot) {
    SidecarNews news = sent.unsent(snapshot);
    boolean ends = terminating || snapshot.terminating();
    PodHistory now =
        new PodHistory(
            pod,
            served || snapshot.ready(),
            ends,
            forced || (snapshot.forced() && !terminating),
            ends ? snapshot.verdict().or(() -> verdict) : Optional.empty(),
            sent.and(news),
            published);
    boolean isFinal =
        (snapshot.terminating() && now.verdict.filter(each -> !each.provisional()).isPresent())
            || (snapshot.ended() && snapshot.sidecarEnd().isPresent());
    return isFinal ? now.publish(news, false) : new Next(now, news, Optional.empty());
  }

  /**
   * Records that the pod no longer exists.
   *
   * @param unseen whether its deletion was not watched
   */
  public Next deleted(boolean unseen) {
    return publish(SidecarNews.NONE, unseen);
  }

  private Next publish(SidecarNews news, boolean unseen) {
    if (published) {
      return new Next(this, news, Optional.empty());
    }
    PodHistory now = new PodHistory(pod, served, terminating, forced, verdict, sent, true);
    return new Next(now, news, Optional.of(Termination.of(this, unseen)));
  }
}
