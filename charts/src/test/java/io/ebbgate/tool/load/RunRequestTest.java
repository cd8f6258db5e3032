package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunRequestTest {
  private static final String LEAST = "'host':'198.19.1.2','http':80,'rate':1100";

  @Test
  void requiresAHostAPortAndARateOnly() throws Exception {
    RunRequest request = parse(LEAST);
    assertThat(request.gateway())
        .isEqualTo(GatewayPorts.plain(new InetSocketAddress("198.19.1.2", 80)));
    assertThat(request.retention()).isEqualTo(Retention.ALL);
    assertThat(request.plan().session()).hasSeconds(4);
    assertThat(request.plan().crowds())
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
    assertThat(request.plan().crowds())
        .extracting(ClientGroup::kind)
        .containsExactly(Kind.IDLE, Kind.TCP);
    assertThat(request.plan().session()).isEqualTo(Duration.ofSeconds(30));
    assertThat(request.retention()).isEqualTo(Retention.FAILURES);
    assertThat(request.gateway().tls()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "'http':80,'rate':60 | host is missing; allowed is an address, or a name that has one.",
        "'host':'a b','http':80,'rate':60 | host is \"a b\"; allowed is an address, or",
        "'host':'1.2.3.4','rate':60 | http is missing; allowed is a port from 1 to 65535.",
        "'host':'1.2.3.4','http':0,'rate':60 | http is 0; allowed is a port from 1 to 65535.",
        "'host':'1.2.3.4','http':80 | rate is missing; allowed is a whole number from 50 to 5000.",
        "'host':'1.2.3.4','http':80,'rate':49 | rate is 49; allowed is a whole number from 50",
        "'host':'1.2.3.4','http':80,'rate':'60' | rate is \"60\"; allowed is a whole number",
        "'host':'1.2.3.4','http':80,'rate':60.5 | rate is 60.5; allowed is a whole number",
        "'host':'1.2.3.4','http':80,'rate':60,'tls':99999 | tls is 99999; allowed is a port",
        "'host':'1.2.3.4','http':80,'rate':60,'kinds':[] | kinds is []; allowed is a list of some",
        "'host':'1.2.3.4','http':80,'rate':60,'kinds':['udp'] | kinds is [\"udp\"]; allowed is a",
        "'host':'1.2.3.4','http':80,'rate':60,'kinds':['tls'] | kinds has tls and there is no port",
        "'host':'1.2.3.4','http':80,'rate':60,'sessionSeconds':0 | sessionSeconds is 0; allowed is",
        "'host':'1.2.3.4','http':80,'rate':60,'keep':'none' | keep is \"none\"; allowed is \"all\"",
        "'speed':1 | The field 'speed' is unknown; allowed are host, http, tls, tcp, rate, kinds,",
        "'rate':1,'rate':2 | The body is no JSON (Duplicate field",
        "'rate' | The body is no JSON ("
      })
  void reportsWhatIsWrongAndWhatIsAllowed(String fields, String sentence) {
    assertThatThrownBy(() -> parse(fields))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith(sentence);
  }

  @Test
  void refusesAllButAnObject() {
    for (String other : new String[] {"", "[]", "7", "null"}) {
      assertThatThrownBy(() -> RunRequest.parse(other))
          .hasMessage("The body is no JSON object; allowed is one object.");
    }
  }

  private static RunRequest parse(String fields) throws InvalidRequestException {
    return RunRequest.parse("{" + fields.replace('\'', '"') + "}");
  }
}
