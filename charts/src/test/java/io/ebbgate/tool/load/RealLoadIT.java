package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import io.ebbgate.tool.load.Balancer.State;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All kinds of clients of plain HTTP against a real Envoy, running, drained, and stopped. */
@Timeout(60)
class RealLoadIT {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final LoadPlan PLAN = LoadPlan.mixed(200);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Ledger ledger = new Ledger();
  private RealEnvoy old;
  private RealEnvoy fresh;
  private Backend backend;
  private Balancer balancer;

  @BeforeEach
  void startTwoPods() throws IOException {
    backend = Backend.open(HERE);
    balancer = Balancer.open(HERE, Duration.ZERO);
    old = envoy();
    fresh = envoy();
    balancer.update("old", old.listener("gateway"), State.READY);
    balancer.update("fresh", fresh.listener("gateway"), State.READY);
  }

  @AfterEach
  void stop() throws IOException {
    old.close();
    fresh.close();
    balancer.close();
    backend.close();
  }

  @Test
  void losesNothingWhereEnvoyIsWhole() throws Exception {
    LoadClient client = start();
    settle();
    client.finish();
    assertThat(ledger.exchanges()).filteredOn(e -> e.ending().failed()).isEmpty();
    assertThat(ledger.requests()).isPositive().isEqualTo(backend.requests());
    assertThat(ledger.cleanCloses(CleanClose.TOLD_TO_CLOSE)).isZero();
    for (ClientGroup crowd : PLAN.crowds()) {
      assertThat(ledger.exchanges()).anyMatch(exchange -> exchange.kind() == crowd.kind());
    }
  }

  @Test
  void losesNoRequestOfAnEnvoyThatDrains() throws Exception {
    LoadClient client = start();
    settle();
    balancer.update("old", old.listener("gateway"), State.OUT);
    old.admin().post("/drain_listeners?graceful&skip_exit");
    for (int waited = 0; balancer.connections("old") > 0 && waited < 20; waited++) {
      settle();
    }
    assertThat(balancer.connections("old")).isZero();
    client.finish();
    assertThat(ledger.exchanges()).filteredOn(e -> e.ending().failed()).isEmpty();
    assertThat(ledger.cleanCloses(CleanClose.TOLD_TO_CLOSE)).isPositive();
  }

  @Test
  void countsWhatAnEnvoyLosesThatIsStoppedWithoutADrain() throws Exception {
    LoadClient client = start();
    settle();
    settle();
    old.process().destroy();
    old.process().waitFor();
    settle();
    balancer.update("old", fresh.listener("gateway"), State.OUT);
    settle();
    client.finish();
    Tally tally = Tally.of(ledger.exchanges(), 0, 0);
    assertThat(tally.failed()).isPositive();
    assertThat(tally.severed()).isPositive();
    assertThat(tally.failures().get(Ending.CUT_IN_ANSWER)).isPositive();
    assertThat(tally.failures().get(Ending.STATUS)).isZero();
  }

  private LoadClient start() {
    return LoadClient.start(PLAN, balancer.address(), System::nanoTime, ledger);
  }

  private RealEnvoy envoy() {
    EnvoyBootstrap bootstrap =
        EnvoyBootstrap.withAdmin("127.0.0.1", 0).http("gateway", "127.0.0.1", 0, backend.address());
    return RealEnvoy.start(bootstrap, "--drain-strategy", "immediate");
  }

  /** Time for requests of every kind; a fixed time, since load is what is waited for. */
  private static void settle() throws InterruptedException {
    Thread.sleep(PAUSE);
  }
}
