package io.ebbgate.webhook.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.load.ScriptedServer.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class LoadClientIT {
  private static final Duration LIMIT = Duration.ofMillis(200);

  @Test
  void endsInTimeHoweverMuchIsLate() throws Exception {
    ClientGroup fast = new ClientGroup(Kind.KEEP_ALIVE, 1, Duration.ofMillis(2));
    LoadPlan plan = new LoadPlan(List.of(fast), Duration.ofMillis(100));
    Ledger ledger = new Ledger();
    try (ScriptedServer silent = ScriptedServer.open(Peer::readAll)) {
      LoadClient client =
          LoadClient.start(
              plan,
              GatewayPorts.plain(silent.address()),
              Requests.own(),
              _ -> LIMIT,
              System::nanoTime,
              ledger);
      Await.until("two had no answer", () -> ledger.requests() >= 2);
      client.finish();
    }
    assertThat(ledger.requests()).isLessThan(20);
    assertThat(ledger.endings()).containsOnlyKeys(Ending.TIMEOUT);
  }

  @ParameterizedTest
  @EnumSource
  void countsARefusedConnectionOfEveryKind(Kind kind) throws Exception {
    ClientRun run = ClientRun.of(kind, 2, Duration.ofMillis(20), ClientRun.refusingAddress());

    // Those without an end wait for longer than this before they try another.
    assertThat(run.endings()).hasSize(kind.endless() ? 1 : 2).containsOnly(Ending.REFUSED);
  }

  @Test
  void startsNothingWhereAKindHasNoPort() {
    Ledger ledger = new Ledger();
    GatewayPorts plain =
        GatewayPorts.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    assertThatThrownBy(
            () -> LoadClient.start(LoadPlan.everything(50), plain, System::nanoTime, ledger))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no port for tls");
    assertThat(ledger.requests()).isZero();
  }
}
