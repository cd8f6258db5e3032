package io.ebbgate.core.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerRangeTest {
  @ParameterizedTest
  @CsvSource({
    "0,   7, 7, true",
    "0,   0, 0, true",
    "1,   7, 7, true",
    "1,  -7, 7, false",
    "63,  6, 7, true",
    "64,  6, 9, false",
    "63,  7, 9, true",
    "64,  7, 9, true",
    "65,  7, 9, true",
    "65,  7, -9, false",
    "127, 7, 8, true",
    "127, 7, 6, false",
    "128, 7, 9, true",
    "128, 7, 8, false",
  })
  void comparesTheFirstBits(int prefix, long high, long low, boolean contained) {
    assertThat(new PeerRange(7, 9, prefix).contains(high, low)).isEqualTo(contained);
  }

  @Test
  void hasAPrefixOfAnAddress() {
    assertThatThrownBy(() -> new PeerRange(0, 0, 129)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PeerRange(0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
  }
}
