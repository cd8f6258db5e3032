package io.ebbgate.sidecar.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlPortTest {
  private static final InetAddress BOUND = InetAddress.ofLiteral("10.0.0.7");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:15981",
        "127.0.0.1:15981",
        "127.9.9.9",
        "[::1]",
        "[::1]:15981",
        "10.0.0.7:15981"
      })
  void knowsItsOwnNames(String header) {
    assertThat(ControlPort.namesThisHost(header, BOUND)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "evil.example", "localhost.evil.example", "10.0.0.8", "[::2]:80", "["})
  void refusesOthers(String header) {
    assertThat(ControlPort.namesThisHost(header, BOUND)).isFalse();
  }
}
