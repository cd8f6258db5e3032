package io.ebbgate.sidecar.envoy;

import static io.ebbgate.sidecar.envoy.Captured.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatListenersTest {
  @Test
  void findsListenersByTheirStatisticsAndTakesAllForMixed() throws Exception {
    List<ListenerFacts> listeners = StatListeners.read(answer("stats"));

    assertThat(listeners)
        .extracting(ListenerFacts::statName)
        .containsExactly("127.0.0.1_10080", "127.0.0.1_10082", "127.0.0.1_10090", "raw.tcp");
    assertThat(listeners).extracting(ListenerFacts::port).containsExactly(10080, 10082, 10090, 0);
    assertThat(listeners).extracting(ListenerFacts::protocol).containsOnly(Protocol.MIXED);
    assertThat(listeners).allMatch(listener -> listener.httpPrefixes().isEmpty());
  }
}
