package io.ebbgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Allocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTypeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                              | true
          policy-engine:9002              | true
          policy-engine:9002,executor:1   | true
          policy-engine:9002,             | false
          ,policy-engine:9002             | false
          policy-engine:0                 | false
          policy-engine                   | false
          Policy:1                        | false
          -a:1                            | false
          """)
  void readsTheOrderInWhichContainersStop(String text, boolean valid) {
    assertThat(SettingType.STOP_ORDER.parse(text).isPresent()).isEqualTo(valid);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", "a:1,", "a:b,", ":", "a"})
  void allocatesNoMoreThanItsPartsForALongOrder(String part) {
    String few = part.repeat(100_000);
    String twice = part.repeat(200_000);

    assertThat(SettingType.STOP_ORDER.parse(twice)).isEmpty();
    assertThat(Allocation.bytes(() -> SettingType.STOP_ORDER.parse(twice)))
        .isLessThanOrEqualTo(
            Allocation.bytes(() -> SettingType.STOP_ORDER.parse(few)) + 2L * twice.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "1.", "127.0.0.", "a"})
  void allocatesNothingToSeeThatALongHostIsNotLoopback(String part) {
    HostPort address = new HostPort(part.repeat(100_000), 1);

    assertThat(address.isLoopback()).isFalse();
    assertThat(Allocation.bytes(address::isLoopback)).isLessThan(1024);
  }
}
