package io.ebbgate.core.drain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvoyVersionTest {
  @Test
  void readsWhatServerInfoSays() {
    assertThat(EnvoyVersion.parse("f0a1b2/1.40.0/Clean/RELEASE/BoringSSL"))
        .contains(new EnvoyVersion(1, 40, 0));
  }

  @Test
  void readsADevelopmentVersion() {
    assertThat(EnvoyVersion.parse("1.41.0-dev")).contains(new EnvoyVersion(1, 41, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "envoy", "1.40", "a/b/c", "1.40.99999"})
  void doesNotGuess(String text) {
    assertThat(EnvoyVersion.parse(text)).isEmpty();
  }

  @Test
  void ordersByNumberNotByText() {
    assertThat(new EnvoyVersion(1, 9, 0)).isLessThan(new EnvoyVersion(1, 40, 0));
  }
}
