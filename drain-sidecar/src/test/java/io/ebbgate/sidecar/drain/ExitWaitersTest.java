package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Times from SIGTERM on. */
class ExitWaitersTest {
  private static final Verdict VERDICT = Verdict.withoutDrain(Outcome.NOT_ASKED);
  private static final long LATER = Duration.ofHours(1).toNanos();

  private final CompletableFuture<Verdict> answer = new CompletableFuture<>();

  private ExitWaiters stopped(SidecarStyle style) {
    ExitWaiters waiters = new ExitWaiters(style);
    waiters.add(new Command.Stop(0, answer));
    return waiters;
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  @Test
  void nothingIsDueBeforeSigterm() {
    ExitWaiters waiters = new ExitWaiters(SidecarStyle.NATIVE);

    assertThat(waiters.requested()).isFalse();
    assertThat(waiters.due(LATER)).isFalse();
    assertThat(waiters.dueOr(LATER)).isEqualTo(LATER);
  }

  @Test
  void aNativeSidecarsExitIsDueAtOnce() {
    ExitWaiters waiters = stopped(SidecarStyle.NATIVE);

    assertThat(waiters.requested()).isTrue();
    assertThat(waiters.due(0)).isTrue();
    assertThat(waiters.dueOr(LATER)).isZero();
  }

  @Test
  void aClassicOneWaitsTwoSecondsForAHook() {
    ExitWaiters waiters = stopped(SidecarStyle.CLASSIC);

    assertThat(waiters.due(millis(1_999))).isFalse();
    assertThat(waiters.due(millis(2_000))).isTrue();
    assertThat(waiters.dueOr(millis(1_000))).isEqualTo(millis(1_000));
    assertThat(waiters.dueOr(millis(3_000))).isEqualTo(millis(2_000));
  }

  @Test
  void aSecondSigtermPutsNothingOff() {
    CompletableFuture<Verdict> second = new CompletableFuture<>();
    ExitWaiters waiters = stopped(SidecarStyle.CLASSIC);
    waiters.add(new Command.Stop(millis(1_500), second));
    assertThat(waiters.due(millis(2_000))).isTrue();
    waiters.complete(VERDICT);

    assertThat(answer).isCompletedWithValue(VERDICT);
    assertThat(second).isCompletedWithValue(VERDICT);
    assertThat(waiters.due(LATER)).isFalse();
    assertThat(waiters.requested()).isTrue();
  }
}
