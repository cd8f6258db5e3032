package io.ebbgate.sidecar.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerTextTest {
  private static boolean contains(String range, String address) {
    IpAddress peer = IpAddress.of(InetAddress.ofLiteral(address));
    return PeerText.range(range).orElseThrow().contains(peer.high(), peer.low());
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.7,          10.0.0.7,         true",
    "10.0.0.7,          10.0.0.8,         false",
    "10.0.0.0/8,        10.255.0.1,       true",
    "10.0.0.0/8,        11.0.0.1,         false",
    "10.1.2.3/8,        10.255.0.1,       true",
    "0.0.0.0/0,         203.0.113.9,      true",
    "0.0.0.0/0,         fd00::1,          false",
    "::/0,              203.0.113.9,      true",
    "fd00::/8,          fd12::1,          true",
    "fd00::/8,          fc00::1,          false",
    "2001:db8::7,       2001:db8::7,      true",
    "2001:db8::7,       2001:db8::8,      false",
    "::ffff:10.0.0.0/8, 10.7.0.1,         true",
  })
  void readsAddressesAndRangesOfBothFamilies(String range, String address, boolean contained) {
    assertThat(contains(range, address)).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "db",
        "localhost",
        "10.0.0.7/33",
        "10.0.0.7/",
        "10.0.0.7/-1",
        "10.0.0.7/8x",
        "/8",
        "fd00::/129",
        "fe80::1%eth0",
        "10.0.0.7:3306"
      })
  void readsNothingElse(String text) {
    assertThat(PeerText.range(text)).isEmpty();
  }
}
