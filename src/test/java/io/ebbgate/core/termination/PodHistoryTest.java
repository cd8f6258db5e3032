package io.ebbgate.core.termination;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodHistoryTest {
  private static final PodIdentity POD = new PodIdentity("uid", "shop", "a-1", "Deployment", "a");
  private static final Duration OWN = Duration.ofSeconds(60);

  private final PodHistory served = PodHistory.unseen(POD).seen(sight(true)).pod();

  @Test
  void isToldOfOnceWhenItsSidecarHasSaidItsLastWord() {
    PodHistory.Next first = served.seen(leaving(OWN, Words.of(Outcome.CLEAN)));
    PodHistory.Next again = first.pod().seen(leaving(OWN, Words.of(Outcome.CLEAN)));

    assertThat(first.tell().flatMap(Termination::outcome)).contains(Outcome.CLEAN);
    assertThat(again.tell()).isEmpty();
    assertThat(first.pod().gone(false).tell()).isEmpty();
  }

  @Test
  void isNotToldOfWhileItStays() {
    PodSnapshot restarted =
        new PodSnapshot(
            POD,
            true,
            Optional.empty(),
            false,
            OWN,
            Optional.of(Words.of(Outcome.CLEAN)),
            Optional.empty());

    assertThat(served.seen(restarted).tell()).isEmpty();
  }

  /** A sidecar that is restarted where it is, by an update of the node or for want of memory. */
  @Test
  void isNotToldOfByWhatItsSidecarSaidWhileItStayed() {
    PodSnapshot restarted =
        new PodSnapshot(
            POD,
            true,
            Optional.empty(),
            false,
            OWN,
            Optional.of(Words.of(Outcome.NOT_ASKED)),
            Optional.empty());
    PodHistory.Next leaving = served.seen(restarted).pod().seen(leaving(OWN));

    assertThat(leaving.tell()).isEmpty();
    assertThat(leaving.pod().seen(leaving(OWN, Words.of(Outcome.FORCED))).tell())
        .flatMap(Termination::outcome)
        .contains(Outcome.FORCED);
  }

  @Test
  void isNotToldOfAgainWhereItWasOverLongAgo() {
    PodHistory past = PodHistory.past(POD);

    assertThat(past.seen(leaving(OWN, Words.of(Outcome.FORCED))).tell()).isEmpty();
    assertThat(past.gone(false).tell()).isEmpty();
  }

  @Test
  void waitsForABetterWordWhereTheLastIsProvisional() {
    PodHistory.Next middle = served.seen(leaving(OWN, Words.provisional(Outcome.FORCED)));

    assertThat(middle.tell()).isEmpty();
    assertThat(middle.pod().seen(leaving(OWN, Words.of(Outcome.CLEAN))).tell())
        .flatMap(Termination::outcome)
        .contains(Outcome.CLEAN);
    assertThat(middle.pod().gone(false).tell())
        .flatMap(Termination::outcome)
        .contains(Outcome.KILLED);
  }

  @Test
  void isLostWhereItGoesWithoutAWord() {
    PodHistory.Next leaving = served.seen(leaving(OWN));

    assertThat(leaving.tell()).isEmpty();
    assertThat(leaving.pod().gone(false).tell())
        .flatMap(Termination::outcome)
        .contains(Outcome.LOST);
  }

  @Test
  void isUnremarkableWhereItWasGivenNoTimeOrServedNobody() {
    PodHistory forced = served.seen(leaving(Duration.ZERO)).pod();
    PodHistory unready = PodHistory.unseen(POD).seen(sight(false)).pod();

    assertThat(forced.gone(false).tell()).contains(new Termination.Unremarkable());
    assertThat(unready.gone(false).tell()).contains(new Termination.Unremarkable());
  }

  /** The kubelet deletes a pod that has ended once more, with no time. */
  @Test
  void isLostHoweverTheKubeletTakesItAway() {
    PodHistory ending = served.seen(leaving(OWN)).pod().seen(leaving(Duration.ZERO)).pod();

    assertThat(ending.gone(false).tell()).flatMap(Termination::outcome).contains(Outcome.LOST);
  }

  @Test
  void isToldOfWhereItEndsWithoutADeletion() {
    PodSnapshot evicted =
        new PodSnapshot(
            POD,
            false,
            Optional.empty(),
            true,
            OWN,
            Optional.of(Words.of(Outcome.CLEAN)),
            Optional.empty());

    assertThat(served.seen(evicted).tell()).flatMap(Termination::outcome).contains(Outcome.CLEAN);
  }

  @Test
  void hasEachShorterGracePushedOnce() {
    PodHistory.Next eight = served.seen(leaving(Duration.ofSeconds(8)));
    PodHistory.Next same = eight.pod().seen(leaving(Duration.ofSeconds(8)));
    PodHistory.Next three = same.pod().seen(leaving(Duration.ofSeconds(3)));

    assertThat(eight.push()).contains(Duration.ofSeconds(8));
    assertThat(same.push()).isEmpty();
    assertThat(three.push()).contains(Duration.ofSeconds(3));
    assertThat(three.pod().seen(leaving(Duration.ofSeconds(8))).push()).isEmpty();
  }

  @Test
  void hasNothingPushedWhereItsOwnGraceIsGranted() {
    assertThat(served.seen(leaving(OWN)).push()).isEmpty();
    assertThat(served.seen(leaving(OWN.plusSeconds(30))).push()).isEmpty();
    assertThat(served.seen(leaving(Duration.ZERO)).push()).isEmpty();
  }

  private static PodSnapshot sight(boolean ready) {
    return new PodSnapshot(
        POD, ready, Optional.empty(), false, OWN, Optional.empty(), Optional.empty());
  }

  private static PodSnapshot leaving(Duration granted) {
    return new PodSnapshot(
        POD, true, Optional.of(granted), false, OWN, Optional.empty(), Optional.empty());
  }

  private static PodSnapshot leaving(Duration granted, LastWord word) {
    return new PodSnapshot(
        POD, true, Optional.of(granted), false, OWN, Optional.of(word), Optional.empty());
  }
}
