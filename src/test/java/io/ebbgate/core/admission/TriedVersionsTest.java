package io.ebbgate.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriedVersionsTest {
  private final TriedVersions tried = new TriedVersions("/proxyv2", List.of("1.30", "1.31"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker.io/istio/proxyv2:1.28.0",
        "registry.example.com:5000/istio/proxyv2:v1.28.0-distroless",
        "istio/proxyv2:1.28.0@sha256:1c5aab",
      })
  void warnsOfAVersionThatWasNotTriedAndNamesThoseThatWere(String image) {
    assertThat(tried.warning("istio", pod(image)))
        .contains("Ebbgate: profile istio was tried with 1.30, 1.31, and this is 1.28.0.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker.io/istio/proxyv2:1.31.4",
        "docker.io/istio/proxyv2:v1.31",
        "docker.io/istio/proxyv2:1.30-alpine",
        "docker.io/istio/proxyv2:latest",
        "docker.io/istio/proxyv2:8f2c1e",
        "docker.io/istio/proxyv2",
        "docker.io/istio/proxyv2@sha256:1.2",
        "registry.example.com:5000/istio/proxyv2",
        "docker.io/istio/pilot:1.28.0",
        "auto",
        ""
      })
  void saysNothingOfATriedVersionOrOfNone(String image) {
    assertThat(tried.warning("istio", pod(image))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.3", "1.310.0", "1.4"})
  void takesAVersionByItsNumbersAndNotByItsLetters(String version) {
    assertThat(tried.warning("istio", pod("istio/proxyv2:" + version))).isPresent();
  }

  private static PodFacts pod(String image) {
    return new PodExample()
        .of(
            PodExample.container("other", "example.com/other:0.1", false),
            PodExample.container("istio-proxy", image, false))
        .facts();
  }
}
