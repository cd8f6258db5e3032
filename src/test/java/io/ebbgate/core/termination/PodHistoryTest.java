package io.ebbgate.core.termination;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodHistoryTest {
  private static final PodIdentity POD = new PodIdentity("uid", "shop", "a-1", "Deployment", "a");
  private static final Duration OWN = Duration.ofSeconds(60);

  private final PodHistory served = PodHistory.unseen(POD).observed(standing(true)).history();

  @Test
  void isPublishedOnceWithAFinalVerdict() {
    PodHistory.Next first = served.observed(terminating(OWN, Verdicts.of(Outcome.CLEAN)));
    PodHistory.Next again = first.history().observed(terminating(OWN, Verdicts.of(Outcome.CLEAN)));

    assertThat(outcome(first)).contains(Outcome.CLEAN);
    assertThat(again.termination()).isEmpty();
    assertThat(first.history().deleted(false).termination()).isEmpty();
  }

  @Test
  void isNotPublishedWhileItStays() {
    PodSnapshot restarted = restarted(Verdicts.of(Outcome.CLEAN));

    assertThat(served.observed(restarted).termination()).isEmpty();
  }

  /**
   * A sidecar may be restarted in its pod, by an update of the node or after running out of memory.
   */
  @Test
  void ignoresAVerdictFromBeforeItsDeletion() {
    PodSnapshot restarted = restarted(Verdicts.of(Outcome.NOT_ASKED));
    PodHistory.Next terminating = served.observed(restarted).history().observed(terminating(OWN));

    assertThat(terminating.termination()).isEmpty();
    assertThat(
            outcome(terminating.history().observed(terminating(OWN, Verdicts.of(Outcome.FORCED)))))
        .contains(Outcome.FORCED);
  }

  @Test
  void isNotPublishedAgainIfItEndedLongAgo() {
    PodHistory past = PodHistory.past(POD);

    assertThat(past.observed(terminating(OWN, Verdicts.of(Outcome.FORCED))).termination())
        .isEmpty();
    assertThat(past.deleted(false).termination()).isEmpty();
  }

  @Test
  void waitsForAFinalVerdictAfterAProvisionalOne() {
    PodHistory.Next middle =
        served.observed(terminating(OWN, Verdicts.provisional(Outcome.FORCED)));

    assertThat(middle.termination()).isEmpty();
    assertThat(outcome(middle.history().observed(terminating(OWN, Verdicts.of(Outcome.CLEAN)))))
        .contains(Outcome.CLEAN);
    assertThat(outcome(middle.history().deleted(false))).contains(Outcome.KILLED);
  }

  @Test
  void isLostWithoutAVerdict() {
    PodHistory.Next terminating = served.observed(terminating(OWN));

    assertThat(terminating.termination()).isEmpty();
    assertThat(outcome(terminating.history().deleted(false))).contains(Outcome.LOST);
  }

  @Test
  void isUnremarkableWithoutAGracePeriodOrIfItNeverServed() {
    PodHistory forced = served.observed(terminating(Duration.ZERO)).history();
    PodHistory unready = PodHistory.unseen(POD).observed(standing(false)).history();

    assertThat(forced.deleted(false).termination()).contains(new Termination.Unremarkable());
    assertThat(unready.deleted(false).termination()).contains(new Termination.Unremarkable());
  }

  /** The kubelet deletes an ended pod once more, without a grace period. */
  @Test
  void isLostEvenIfTheKubeletDeletesItWithoutAGracePeriod() {
    PodHistory ending =
        served.observed(terminating(OWN)).history().observed(terminating(Duration.ZERO)).history();

    assertThat(outcome(ending.deleted(false))).contains(Outcome.LOST);
  }

  @Test
  void isPublishedIfItEndsWithoutADeletion() {
    Optional<Verdict> clean = Optional.of(Verdicts.of(Outcome.CLEAN));
    PodSnapshot evicted =
        new PodSnapshot(POD, false, Optional.empty(), true, OWN, Optional.empty(), left(clean));

    assertThat(outcome(served.observed(evicted))).contains(Outcome.CLEAN);
  }

  /** The object of an evicted pod stays until it is deleted; its sidecar does not return. */
  @Test
  void isPublishedOnceItHasEndedThoughItStays() {
    Optional<Verdict> cut = Optional.of(Verdicts.provisional(Outcome.FORCED));
    PodSnapshot evicted =
        new PodSnapshot(POD, false, Optional.empty(), true, OWN, Optional.empty(), left(cut));
    PodHistory.Next first = served.observed(evicted);

    assertThat(outcome(first)).contains(Outcome.KILLED);
    assertThat(first.history().observed(evicted).termination()).isEmpty();
    assertThat(first.history().deleted(false).termination()).isEmpty();
    assertThat(outcome(PodHistory.unseen(POD).observed(evicted)))
        .as("though it was never seen ready")
        .contains(Outcome.KILLED);
  }

  @Test
  void isNotPublishedWhileItsSidecarRunsAfterItsEnd() {
    PodSnapshot ended =
        new PodSnapshot(
            POD, false, Optional.empty(), true, OWN, Optional.empty(), Optional.empty());

    assertThat(served.observed(ended).termination()).isEmpty();
    assertThat(outcome(served.observed(ended).history().deleted(false))).contains(Outcome.LOST);
  }

  @Test
  void isSentItsRegistrationWhenItIsDeletedAndWhenItChanges() {
    PodHistory.Next standing = served.observed(registered(Optional.empty(), true));
    PodHistory.Next deleted = standing.history().observed(registered(Optional.of(OWN), true));
    PodHistory.Next same = deleted.history().observed(registered(Optional.of(OWN), true));
    PodHistory.Next released = same.history().observed(registered(Optional.of(OWN), false));

    assertThat(standing.news().registered()).isEmpty();
    assertThat(deleted.news().registered()).contains(true);
    assertThat(same.news().registered()).isEmpty();
    assertThat(released.news().registered()).contains(false);
  }

  private static PodSnapshot registered(Optional<Duration> granted, boolean registered) {
    return new PodSnapshot(
        POD, true, granted, false, OWN, Optional.of(registered), Optional.empty());
  }

  private static Optional<SidecarEnd> left(Optional<Verdict> verdict) {
    return Optional.of(new SidecarEnd(Optional.empty(), verdict));
  }

  @Test
  void isSentEachShorterGracePeriodOnce() {
    PodHistory.Next eight = served.observed(terminating(Duration.ofSeconds(8)));
    PodHistory.Next same = eight.history().observed(terminating(Duration.ofSeconds(8)));
    PodHistory.Next three = same.history().observed(terminating(Duration.ofSeconds(3)));

    assertThat(eight.news().grace()).contains(Duration.ofSeconds(8));
    assertThat(same.news().grace()).isEmpty();
    assertThat(three.news().grace()).contains(Duration.ofSeconds(3));
    assertThat(three.history().observed(terminating(Duration.ofSeconds(8))).news().grace())
        .isEmpty();
  }

  @Test
  void isSentNothingIfItsOwnGracePeriodIsGranted() {
    assertThat(served.observed(terminating(OWN)).news().grace()).isEmpty();
    assertThat(served.observed(terminating(OWN.plusSeconds(30))).news().grace()).isEmpty();
    assertThat(served.observed(terminating(Duration.ZERO)).news().grace()).isEmpty();
  }

  private static Optional<Outcome> outcome(PodHistory.Next next) {
    return next.termination().flatMap(Termination::verdict).map(Verdict::outcome);
  }

  /** With the verdict of a sidecar that was restarted in its pod. */
  private static PodSnapshot restarted(Verdict verdict) {
    return new PodSnapshot(
        POD, true, Optional.empty(), false, OWN, Optional.empty(), left(Optional.of(verdict)));
  }

  private static PodSnapshot standing(boolean ready) {
    return new PodSnapshot(
        POD, ready, Optional.empty(), false, OWN, Optional.empty(), Optional.empty());
  }

  private static PodSnapshot terminating(Duration granted) {
    return new PodSnapshot(
        POD, true, Optional.of(granted), false, OWN, Optional.empty(), Optional.empty());
  }

  private static PodSnapshot terminating(Duration granted, Verdict verdict) {
    return new PodSnapshot(
        POD, true, Optional.of(granted), false, OWN, Optional.empty(), left(Optional.of(verdict)));
  }
}
