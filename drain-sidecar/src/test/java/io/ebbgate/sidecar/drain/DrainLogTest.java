package io.ebbgate.sidecar.drain;

import static io.ebbgate.sidecar.drain.DrainerHarness.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the drain's own log says, and how often. */
class DrainLogTest extends DrainerFixture {
  private static final String GAP = "can't be counted";
  private static final String CHECKS = "health checks of a load balancer found";

  @Test
  void saysOnceWhatCantBeCounted() {
    drainer.busy(9, 9);
    drainer.envoy.gauge = Optional.of("18446744073709548455");
    var _ = drainer.deletionThen(Duration.ofSeconds(20));

    assertThat(drainer.logged(GAP)).singleElement().asString().contains("WARN");
  }

  @Test
  void saysNothingOfCountsThatAreKnown() {
    drainer.busy(9, 9);
    var _ = drainer.deletionThen(Duration.ofSeconds(20));

    assertThat(drainer.logged(GAP)).isEmpty();
  }

  @Test
  void saysOnceThatNewConnectionsAreHealthChecks() {
    drainer.busy(1, 0);
    checks(6);
    CompletableFuture<Verdict> answer = drainer.deletion();
    checks(8);

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.LINGERED);
    assertThat(drainer.logged(CHECKS)).singleElement().asString().contains("5 s");
  }

  /** One every five seconds, each with a request and at once gone. */
  private void checks(int many) {
    for (int i = 0; i < many; i++) {
      drainer.pass(Duration.ofSeconds(5));
      drainer.envoy.accepted++;
      drainer.envoy.answered++;
    }
  }

  @Test
  void hasEachActionOnceWithItsResult() {
    drainer.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    var _ = drainer.deletionThen(Duration.ofSeconds(8));

    assertThat(drainer.logged("admin action sent"))
        .hasSize(3)
        .filteredOn(line -> line.contains("fail_readiness"))
        .singleElement()
        .asString()
        .contains("\"200\"");
  }

  @Test
  void warnsOfAnActionWithoutEffect() {
    drainer.envoy.idle = true;
    var _ = drainer.deletionThen(Duration.ofSeconds(8));

    assertThat(drainer.logged("admin action had no effect"))
        .singleElement()
        .asString()
        .contains("WARN", "fail_readiness");
  }

  @Test
  void hasTheCallOfTheProgramBesideEnvoy() {
    var _ = drainer.deletionThen(Duration.ofSeconds(8));

    assertThat(drainer.logged("release call made"))
        .singleElement()
        .asString()
        .contains("/drain", "timed_out");
  }
}
