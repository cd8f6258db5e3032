package io.ebbgate.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettingTest {
  @Test
  void hasOneNameInEachPlace() {
    assertThat(Setting.DRAIN_TIMEOUT.annotation()).isEqualTo("ebbgate.io/drain-timeout");
    assertThat(Setting.DRAIN_TIMEOUT.env()).isEqualTo("EBBGATE_DRAIN_TIMEOUT");
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void isFoundByItsName(Setting setting) {
    assertThat(Setting.named(setting.wireName())).contains(setting);
  }

  @Test
  void sharesNoNameWithAnother() {
    assertThat(Arrays.stream(Setting.values()).map(Setting::env)).doesNotHaveDuplicates();
  }
}
