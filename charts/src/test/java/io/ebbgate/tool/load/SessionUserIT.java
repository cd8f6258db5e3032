package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions that nothing happens to. */
@Timeout(30)
class SessionUserIT {
  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void holdsSessionsOnConnectionsOfTheirOwn(Kind kind) throws Exception {
    try (Backend backend = Backend.open(InetAddress.getLoopbackAddress())) {
      InetSocketAddress to = kind == Kind.TCP ? backend.tcp() : backend.address();
      ClientRun visit = ClientRun.of(kind, to, 2, ClientRun.SESSION.plusMillis(100));
      assertThat(visit.endings()).containsExactly(Ending.ANSWERED, Ending.ANSWERED);
      assertThat(length(visit.exchanges().getFirst())).isGreaterThanOrEqualTo(ClientRun.SESSION);
      assertThat(backend.requests()).isEqualTo(2);
    }
  }

  /** Nobody waits minutes for a session that nothing happens to any more. */
  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void leavesASessionWhenTheScheduleEnds(Kind kind) throws Exception {
    try (Backend backend = Backend.open(InetAddress.getLoopbackAddress())) {
      InetSocketAddress to = kind == Kind.TCP ? backend.tcp() : backend.address();
      ClientRun visit = ClientRun.of(kind, to, 1, Duration.ofMillis(50));
      assertThat(visit.endings()).containsExactly(Ending.ANSWERED);
      assertThat(length(visit.exchanges().getFirst())).isLessThan(ClientRun.SESSION);
    }
  }

  private static Duration length(Exchange session) {
    return Duration.ofNanos(session.done() - session.sent());
  }
}
