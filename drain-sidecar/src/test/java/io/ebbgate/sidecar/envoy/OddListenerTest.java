package io.ebbgate.sidecar.envoy;

import static io.ebbgate.sidecar.envoy.Captured.text;
import static io.ebbgate.sidecar.envoy.ListenerDumpTest.listener;
import static io.ebbgate.sidecar.envoy.ListenerDumpTest.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Listeners in unusual forms, and what is made of them. */
class OddListenerTest {
  @Test
  void countsConnectionsWhereAnHttpListenersPrefixCannotBeRead() throws Exception {
    ListenerFacts listener =
        one(
            """
            {"name":"a","address":{"socket_address":{"address":"10.0.0.1","port_value":80}},
            "filter_chains":[{"filters":[{"name":"envoy.filters.network.http_connection_manager"}]}]}
            """);
    assertThat(listener.protocol()).isEqualTo(Protocol.MIXED);
  }

  @ParameterizedTest
  @CsvSource({
    "0:0:0:0:0:0:0:1, [__1]_80",
    "::0, [__]_80",
    "2001:DB8:0:0:1:0:0:0, [2001_db8_0_0_1__]_80",
    "2001:0db8:0:1:1:1:1:1, [2001_db8_0_1_1_1_1_1]_80",
    "0:0:0:0:0:ffff:10.0.0.1, [__ffff_10.0.0.1]_80",
    "fe80::1%eth0, [fe80__1%eth0]_80"
  })
  void namesStatisticsOfIpv6AddressesAsEnvoyDoes(String address, String name) throws Exception {
    assertThat(one(listener(address, "{}")).statName()).isEqualTo(name);
  }

  @Test
  void takesATimeoutOfCenturiesForADay() throws Exception {
    String filter = "{\"@type\":\"t/x.HttpConnectionManager\",\"drain_timeout\":\"9999999999s\"}";
    assertThat(one(listener("10.0.0.1", filter)).drainTimeout()).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void readsADumpWithAFieldOfAVeryLongNameAndALongText() throws Exception {
    String json =
        "{\"configs\":[{\"%s\":1,\"x\":\"%s\"},{\"listener\":%s}]}"
            .formatted("n".repeat(20_000), "x".repeat(200_000), listener("10.0.0.1", "{}"));
    assertThat(ListenerDump.read(text(json), Map.of())).hasSize(1);
  }

  @Test
  void refusesANameThatIsNone() {
    String json = "{\"configs\":[{\"listener\":{\"name\":\"" + "n".repeat(100_000) + "\"}}]}";
    assertThatThrownBy(() -> ListenerDump.read(text(json), Map.of()))
        .isInstanceOf(IOException.class);
  }
}
