package io.ebbgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseCallTest {
  @Test
  void readsPortAndPath() {
    assertThat(ReleaseCall.parse("127.0.0.1:15020/drain?now=1"))
        .contains(new ReleaseCall(15_020, "/drain?now=1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/drain",
        "15020/drain",
        "127.0.0.1:15020",
        "127.0.0.1:0/drain",
        "127.0.0.1:70000/drain",
        "127.0.0.1:015020/drain",
        "127.0.0.1:/drain",
        "10.0.0.1:15020/drain",
        "127.0.0.1:15020/a b",
        "127.0.0.1:15020/a\r\nHost: b",
        "http://127.0.0.1:15020/drain"
      })
  void refusesWhatIsNoCallOfThePodItself(String text) {
    assertThat(ReleaseCall.parse(text)).isEmpty();
  }

  @Test
  void refusesALongOne() {
    assertThat(ReleaseCall.parse("127.0.0.1:1/" + "a".repeat(300))).isEmpty();
  }
}
