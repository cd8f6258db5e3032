package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.webhook.load.ClientGroup;
import io.ebbgate.webhook.load.GatewayPorts;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.Ledger;
import io.ebbgate.webhook.load.LoadPlan;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunRequestTest {
  private static final String LEAST = "'host':'198.19.1.2','http':80,'rate':1100";

  @Test
  void requiresAHostAPortAndARateOnly() throws Exception {
    RunRequest request = parse(LEAST);
    assertThat(request.gateway())
        .isEqualTo(GatewayPorts.plain(new InetSocketAddress("198.19.1.2", 80)));
    assertThat(request.retention()).isEqualTo(Ledger.Retention.ALL);
    assertThat(request.plan().session()).hasSeconds(4);
    assertThat(request.plan().groups())
        .extracting(ClientGroup::kind)
        .containsExactlyInAnyOrder(
            Kind.KEEP_ALIVE, Kind.NEW_CONNECTION, Kind.IDLE, Kind.SLOW, Kind.HTTP2, Kind.WEBSOCKET);
  }

  @Test
  void includesEveryKindThatHasAPort() throws Exception {
    RunRequest request = parse(LEAST + ",'tls':443,'tcp':9000");
    assertThat(request.gateway().tls()).contains(new InetSocketAddress("198.19.1.2", 443));
    assertThat(request.gateway().tcp()).contains(new InetSocketAddress("198.19.1.2", 9_000));
    assertThat(request.plan()).isEqualTo(LoadPlan.everything(1_100));
  }

  @Test
  void takesKindsSessionsAndRetention() throws Exception {
    RunRequest request =
        parse(LEAST + ",'tcp':9,'kinds':['tcp','idle'],'sessionSeconds':30,'keep':'failures'");
    assertThat(request.plan().groups())
        .extracting(ClientGroup::kind)
        .containsExactly(Kind.IDLE, Kind.TCP);
    assertThat(request.plan().session()).isEqualTo(Duration.ofSeconds(30));
    assertThat(request.retention()).isEqualTo(Ledger.Retention.FAILURES);
    assertThat(request.gateway().tls()).isEqualTo(Optional.empty());
  }

  @Test
  void opensAsManyWebSocketsAsRequestedAndNoLongWorkUnasked() throws Exception {
    RunRequest request = parse(LEAST + ",'webSockets':200");
    assertThat(request.plan().groups())
        .filteredOn(group -> group.kind() == Kind.WEBSOCKET)
        .extracting(ClientGroup::clients)
        .containsExactly(200);
    assertThat(request.plan().groups()).extracting(ClientGroup::kind).isSubsetOf(Kind.usual());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "'http':80,'rate':60 | Missing required creator property 'host'",
        "'host':'','http':80,'rate':60 | host is blank.",
        "'host':'a b','http':80,'rate':60 | a b",
        "'host':'1.2.3.4','rate':60 | Missing required creator property 'http'",
        "'host':'1.2.3.4','http':0,'rate':60 | http is 0; allowed is 1 to 65535.",
        "'host':'1.2.3.4','http':80 | Missing required creator property 'rate'",
        "'host':'1.2.3.4','http':80,'rate':49 | rate is 49; allowed is 50 to 5000.",
        "'host':'1.2.3.4','http':80,'rate':'60' | Fields[\"rate\"]",
        "'host':'1.2.3.4','http':80,'rate':60.5 | Fields[\"rate\"]",
        "'host':'1.2.3.4','http':80,'rate':60,'tls':99999 | tls is 99999; allowed is 1 to 65535.",
        "'host':'1.2.3.4','http':80,'rate':60,'kinds':[] | kinds is []; there are ports for",
        "'host':'1.2.3.4','http':80,'rate':60,'kinds':['udp'] | Fields[\"kinds\"]",
        "'host':'1.2.3.4','http':80,'rate':60,'kinds':['tls'] | kinds is [TLS]; there are ports"
            + " for",
        "'host':'1.2.3.4','http':80,'rate':60,'sessionSeconds':0 | sessionSeconds is 0; allowed is",
        "'host':'1.2.3.4','http':80,'rate':60,'keep':'none' | Fields[\"keep\"]",
        "'host':'1.2.3.4','http':80,'rate':60,'speed':1 | Unrecognized field \"speed\"",
        "'rate':1,'rate':2 | Duplicate field 'rate'",
        "'rate' | Unexpected character"
      })
  void reportsWhatIsWrong(String fields, String part) {
    assertThatThrownBy(() -> parse(fields))
        .isInstanceOfAny(IOException.class, IllegalArgumentException.class)
        .hasMessageContaining(part);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "7", "null", "{}{}"})
  void refusesAllButAnObject(String other) {
    assertThatThrownBy(() -> RunRequest.parse(other))
        .isInstanceOfAny(IOException.class, IllegalArgumentException.class);
  }

  private static RunRequest parse(String fields) throws IOException {
    return RunRequest.parse("{" + fields.replace('\'', '"') + "}");
  }
}
