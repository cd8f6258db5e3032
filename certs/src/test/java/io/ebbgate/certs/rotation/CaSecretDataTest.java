package io.ebbgate.certs.rotation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaSecretDataTest {
  private final SimulatedCluster cluster = new SimulatedCluster(0);

  @Test
  void readsWhatItWrote() {
    CaSet set =
        CaSet.initial(cluster.ca(), List.of(new RetiredCa(cluster.ca().certificate(), cluster.now)))
            .withNewest(new CertificateAuthority(cluster.ca(), Optional.of(cluster.now)))
            .with(cluster.ca());

    assertThat(CaSecretData.read(CaSecretData.write(set))).isEqualTo(new StoredCas.Present(set));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ca.crt       | ''        | ca.crt
          ca.crt       | nonsense  | ca.crt
          ca.key       | nonsense  | ca.key
          published-at | yesterday | published-at is no time
          """)
  void saysWhichPartCantBeRead(String name, String value, String part) {
    Map<String, String> data = new TreeMap<>(whole());
    data.put(name, value);

    assertThat(CaSecretData.read(data))
        .isInstanceOfSatisfying(
            StoredCas.Corrupt.class, corrupt -> assertThat(corrupt.why()).contains(part));
  }

  @ParameterizedTest
  @CsvSource({"ca.crt", "ca.key"})
  void saysWhichPartIsMissing(String name) {
    Map<String, String> data = new TreeMap<>(whole());
    data.remove(name);

    assertThat(CaSecretData.read(data))
        .isInstanceOfSatisfying(
            StoredCas.Corrupt.class,
            corrupt -> assertThat(corrupt.why()).startsWith(name + " is missing"));
  }

  @Test
  void refusesAKeyOfAnotherCertificateWithoutShowingIt() {
    Map<String, String> data = new TreeMap<>(whole());
    String other = requireNonNull(whole().get(CaSecretData.KEY));
    data.put(CaSecretData.KEY, other);

    assertThat(CaSecretData.read(data))
        .isInstanceOfSatisfying(
            StoredCas.Corrupt.class,
            corrupt ->
                assertThat(corrupt.why())
                    .contains("not the one")
                    .doesNotContain(other.lines().skip(1).findFirst().orElseThrow()));
  }

  @Test
  void refusesALeafInPlaceOfACa() {
    var leaf = cluster.leaf(cluster.ca(), SimulatedCluster.TERMS.leafLifetime()).credential();
    Map<String, String> data = CaSecretData.write(CaSet.initial(leaf, List.of()));

    assertThat(CaSecretData.read(data))
        .isInstanceOfSatisfying(
            StoredCas.Corrupt.class, corrupt -> assertThat(corrupt.why()).contains("not a CA"));
  }

  private Map<String, String> whole() {
    return CaSecretData.write(CaSet.initial(cluster.ca(), List.of()));
  }
}
