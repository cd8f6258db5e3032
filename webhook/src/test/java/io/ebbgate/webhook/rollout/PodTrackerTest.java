package io.ebbgate.webhook.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodTrackerTest {
  private final PodTracker tracker = new PodTracker(List.of(pod("a", true, false)));

  private static SeenPod pod(String name, boolean ready, boolean deleted) {
    return new SeenPod("uid-" + name, name, ready, deleted, true, Optional.empty());
  }

  private static Duration at(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void followsAPodToItsEndAndItsSuccessorToItsBeginning() {
    tracker.observe(at(1), List.of(pod("a", true, false), pod("b", false, false)));
    tracker.observe(at(3), List.of(pod("a", true, true), pod("b", true, false)));
    SeenPod ended = new SeenPod("uid-a", "a", false, true, true, Optional.of(Outcome.CLEAN));
    tracker.observe(at(8), List.of(ended, pod("b", true, false)));
    assertThat(tracker.isReplaced(1)).isFalse();
    tracker.observe(at(9), List.of(pod("b", true, false)));

    assertThat(tracker.isReplaced(1)).isTrue();
    assertThat(tracker.isReplaced(2)).isFalse();
    PodResult old = tracker.results().getFirst();
    assertThat(old.drain()).contains(at(6));
    assertThat(old.verdict()).contains(Outcome.CLEAN);
    PodResult fresh = tracker.results().getLast();
    assertThat(fresh.old()).isFalse();
    assertThat(fresh.firstSeen()).isEqualTo(at(1));
    assertThat(fresh.ready()).contains(at(3));
  }

  @Test
  void countsAPodThatWasNeverSeenInItsDeletion() {
    tracker.observe(at(2), List.of());

    assertThat(tracker.goneOnes()).isEqualTo(1);
    assertThat(tracker.results().getFirst().drain()).contains(Duration.ZERO);
  }

  /** A StatefulSet's pods keep their names. */
  @Test
  void tellsPodsOfOneNameApart() {
    SeenPod again = new SeenPod("uid-2", "a", true, false, true, Optional.empty());
    tracker.observe(at(5), List.of(again));

    assertThat(tracker.isReplaced(1)).isTrue();
    assertThat(tracker.results()).hasSize(2);
  }
}
