package io.ebbgate.sidecar.kernel;

import static io.ebbgate.sidecar.kernel.WorkRule.MOVING;
import static io.ebbgate.sidecar.kernel.WorkRule.SOON;
import static io.ebbgate.sidecar.kernel.WorkRule.UNDECIDED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Times in milliseconds ago, as {@code sinceReceived, sinceSent, sinceAck}. */
class WorkRuleTest {
  /** A download in pieces, seen between two of them. */
  @Test
  void dataThatJustMovedMayBeFollowedByMore() {
    assertThat(WorkRule.moves(true, 200)).isTrue();
    assertThat(WorkRule.moves(true, MOVING)).isFalse();
    assertThat(WorkRule.moves(false, 0)).isFalse();
  }

  @Test
  void aRequestThatCameAfterTheLastAnswerWaits() {
    assertThat(WorkRule.waits(true, 300, 5_000, 300)).isTrue();
    assertThat(WorkRule.waits(true, 600_000, 605_000, 600_000)).isTrue();
  }

  @Test
  void theFirstRequestOfAConnectionWaits() {
    assertThat(WorkRule.waits(false, 600_000, 600_000, 600_000)).isTrue();
  }

  @Test
  void anAnsweredRequestDoesNot() {
    assertThat(WorkRule.waits(true, 324, 304, 304)).isFalse();
  }

  /** A fast answer goes out in the same step of the kernel's clock. */
  @Test
  void anAcknowledgedAnswerInTheSameStepIsOne() {
    assertThat(WorkRule.waits(true, 336, 336, 292)).isFalse();
  }

  @Test
  void aRequestRightAfterTheAnswerWaitsWhileItMayBeOne() {
    assertThat(WorkRule.waits(true, 304, 304, 304)).isTrue();
    assertThat(WorkRule.waits(true, 20_000, 20_000, 20_000)).isTrue();
    assertThat(WorkRule.waits(true, 20_000, 20_000 + SOON, 20_000)).isTrue();
  }

  /**
   * Go's HTTP/2 client after a body of 5 000 bytes, and an idle connection is no more than that.
   */
  @Test
  void aWindowUpdateAfterTheAnswerDoesNotWaitForEver() {
    assertThat(WorkRule.waits(true, UNDECIDED, UNDECIDED + 4, UNDECIDED)).isFalse();
    assertThat(WorkRule.waits(true, UNDECIDED, UNDECIDED, UNDECIDED)).isFalse();
  }
}
