package io.ebbgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Allocation;
import org.junit.jupiter.api.Test;
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
          a:/run/p/a.sock                 | true
          a:/run/p/a.sock,b:9003          | true
          a:/run/../b                     | false
          a:/                             | false
          a:/run/a b                      | false
          a:run/a.sock                    | false
          a:1,a:2                         | false
          Policy:1                        | false
          -a:1                            | false
          """)
  void readsTheOrderInWhichContainersStop(String text, boolean valid) {
    assertThat(SettingType.STOP_ORDER.parse(text).isPresent()).isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none                                            | true
          ''                                              | true
          condition=Ready                                 | true
          condition=target-health.elbv2.k8s.aws/k8s-a_b.c | true
          condition=example.com/registered:False          | true
          condition=example.com/released:True             | true
          condition=a:Unknown                             | false
          condition=a:                                    | false
          condition=                                      | false
          condition=a/b/c                                 | false
          condition=/a                                    | false
          condition=a b                                   | false
          http://127.0.0.1:8000/registered                | true
          http://127.8.0.1:8000/                          | true
          http://[::1]:8000/registered?of=me              | true
          http://127.0.0.1:8000                           | false
          http://127.0.0.1/registered                     | false
          http://127.0.0.1:0/registered                   | false
          http://localhost:8000/registered                | false
          http://10.0.0.1:8000/registered                 | false
          http://127.0.0.1.example.com:80/                | false
          http://127.0.0.1:80@example.com:80/             | false
          http://127.0.0.1:8000/a b                       | false
          http://127.0.0.1:8000/$(EBBGATE_TOKEN)          | false
          http://127.0.0.1:8000/a#b                       | false
          https://127.0.0.1:8000/                         | false
          registered                                      | false
          """)
  void readsWhereToHearOfTheLoadBalancer(String text, boolean valid) {
    assertThat(SettingType.HOLD_UNTIL.parse(text).isPresent()).isEqualTo(valid);
  }

  @Test
  void readsNoLongerConditionOrPathThanThereIs() {
    assertThat(SettingType.HOLD_UNTIL.parse("condition=" + "a".repeat(318))).isEmpty();
    assertThat(SettingType.HOLD_UNTIL.parse("http://127.0.0.1:1/" + "a".repeat(256))).isEmpty();
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
