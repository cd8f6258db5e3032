package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.core.testkit.ManualTicker;
import io.ebbgate.sidecar.drain.PreemptibleAdmin.PreemptedException;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** An urgent command goes before a call. */
class PreemptibleAdminTest {
  private final AtomicBoolean urgent = new AtomicBoolean();
  private final ScriptedEnvoy envoy = new ScriptedEnvoy(new ManualTicker(0));
  private final PreemptibleAdmin admin = new PreemptibleAdmin(envoy, urgent::get);

  private AdminResult<AdminCall.Taken> ask() {
    return admin.call(AdminCall.ready());
  }

  @Test
  void aCallIsMadeWhileNothingIsUrgent() {
    assertThat(ask()).isInstanceOf(AdminResult.Answered.class);
  }

  @Test
  void noCallIsBegunWhileSomethingIsUrgent() {
    urgent.set(true);

    assertThatThrownBy(this::ask).isInstanceOf(PreemptedException.class);
    assertThat(envoy.calls).isZero();
  }

  @Test
  void aCallThatWasAbandonedIsNoSilenceOfEnvoy() {
    envoy.faults.put("/ready", ScriptedEnvoy.Fault.TIMED_OUT);
    envoy.before.put("/ready", () -> urgent.set(true));

    assertThatThrownBy(this::ask).isInstanceOf(PreemptedException.class);
  }

  @Test
  void aCallThatTimedOutByItselfIsSilence() {
    envoy.faults.put("/ready", ScriptedEnvoy.Fault.TIMED_OUT);

    assertThat(ask()).isInstanceOf(AdminResult.TimedOut.class);
  }

  @Test
  void anAnswerCountsThoughSomethingBecameUrgentMeanwhile() {
    envoy.before.put("/ready", () -> urgent.set(true));

    assertThat(ask()).isInstanceOf(AdminResult.Answered.class);
  }
}
