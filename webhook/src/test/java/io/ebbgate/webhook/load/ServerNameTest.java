package io.ebbgate.webhook.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNameTest {
  @ParameterizedTest
  @CsvSource({
    "gw.example.com,      gw.example.com",
    "gw.example.com:8443, gw.example.com",
    "gw.example.com.,     gw.example.com",
    "gw.example.com.:443, gw.example.com",
    "10.0.0.7:443,",
    "[fd00::1]:443,",
  })
  void isTheHostWithoutItsPortAndTheDotOfTheRoot(String host, String name) {
    assertThat(new Requests(host, Map.of(), Map.of(), true).serverName())
        .isEqualTo(Optional.ofNullable(name));
    assertThat(Requests.isServerName(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"my_gw", "my_gw:443", "gw..example.com"})
  void isNoneThatTlsRefuses(String host) {
    assertThat(Requests.isServerName(host)).isFalse();
  }
}
