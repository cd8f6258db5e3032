package io.ebbgate.core.drain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvoyVersionTest {
  @ParameterizedTest
  @CsvSource({"f0a1b2/1.40.0/Clean/RELEASE/BoringSSL, 40", "1.41.0-dev, 41", "1.42.0/Clean, 42", "1.2.3/1.43.0, 43"})
  void readsReleasesAndDevelopmentVersions(String text, int minor) {
    assertThat(EnvoyVersion.parse(text)).contains(new EnvoyVersion(1, minor, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "envoy", "1.40", "a/b/c", "1.40.99999", "1.40.", "1.40.0x", "a/b/1.40.0", "1.-4.0"})
  void doesNotGuess(String text) {
    assertThat(EnvoyVersion.parse(text)).isEmpty();
  }

  @Test
  void ordersByNumberNotByText() {
    assertThat(new EnvoyVersion(1, 9, 0)).isLessThan(new EnvoyVersion(1, 40, 0));
  }

  @Test
  void refusesDigitsPointsAndSlashesWithoutEnd() {
    assertThat(EnvoyVersion.parse("1".repeat(200_000))).isEmpty();
    assertThat(EnvoyVersion.parse("1.".repeat(100_000))).contains(new EnvoyVersion(1, 1, 1));
    assertThat(EnvoyVersion.parse("/".repeat(200_000))).isEmpty();
  }
}
