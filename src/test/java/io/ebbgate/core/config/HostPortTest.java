package io.ebbgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:9901,127.0.0.1,9901",
    "[::1]:9901,::1,9901",
    "fd00::7:15980,fd00::7,15980",
    "pod:0,pod,0",
    "policy-engine:65535,policy-engine,65535"
  })
  void hasWhatIsLeftAndRightOfTheLastColon(String text, String host, int port) {
    assertThat(HostPort.parse(text)).contains(new HostPort(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "host",
        ":80",
        "[]:80",
        "[::1]",
        "[::1:80",
        "a]:80",
        "host:",
        "host:-1",
        "host:+1",
        "host:65536",
        "host:080",
        "host:00000080",
        "host:8 0",
        "host:٣",
        "host:99999999999999999999"
      })
  void isNoneInAnyOtherForm(String text) {
    assertThat(HostPort.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:9901", "[::1]:9901", "pod:15981"})
  void isReadBackFromItsText(String text) {
    assertThat(HostPort.parse(text).orElseThrow()).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:1,true",
    "127.0.0.1:1,true",
    "127.255.1.9:1,true",
    "[::1]:1,true",
    "127.0.0.256:1,false",
    "127.1:1,false",
    "127.0.0.1.example:1,false",
    "10.0.0.1:1,false",
    "[::2]:1,false"
  })
  void isLoopbackByItsTextAlone(String text, boolean loopback) {
    assertThat(HostPort.parse(text).orElseThrow().isLoopback()).isEqualTo(loopback);
  }
}
