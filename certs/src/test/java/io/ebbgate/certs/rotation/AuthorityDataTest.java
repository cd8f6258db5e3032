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

class AuthorityDataTest {
  private final RotationWorld world = new RotationWorld(0);

  @Test
  void readsWhatItWrote() {
    AuthoritySet set =
        AuthoritySet.begun(
                world.authority(), List.of(new Retired(world.authority().certificate(), world.now)))
            .replacing(new Authority(world.authority(), Optional.of(world.now)))
            .with(world.authority());

    assertThat(AuthorityData.read(AuthorityData.write(set))).isEqualTo(new Held.Present(set));
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

    assertThat(AuthorityData.read(data))
        .isInstanceOfSatisfying(
            Held.Corrupt.class, corrupt -> assertThat(corrupt.why()).contains(part));
  }

  @ParameterizedTest
  @CsvSource({"ca.crt", "ca.key"})
  void saysWhichPartIsMissing(String name) {
    Map<String, String> data = new TreeMap<>(whole());
    data.remove(name);

    assertThat(AuthorityData.read(data))
        .isInstanceOfSatisfying(
            Held.Corrupt.class,
            corrupt -> assertThat(corrupt.why()).startsWith(name + " is missing"));
  }

  @Test
  void refusesAKeyOfAnotherCertificateWithoutShowingIt() {
    Map<String, String> data = new TreeMap<>(whole());
    String other = requireNonNull(whole().get(AuthorityData.KEY));
    data.put(AuthorityData.KEY, other);

    assertThat(AuthorityData.read(data))
        .isInstanceOfSatisfying(
            Held.Corrupt.class,
            corrupt ->
                assertThat(corrupt.why())
                    .contains("not the one")
                    .doesNotContain(other.lines().skip(1).findFirst().orElseThrow()));
  }

  @Test
  void refusesALeafInPlaceOfAnAuthority() {
    var leaf = world.leaf(world.authority(), RotationWorld.TERMS.leafLife()).credential();
    Map<String, String> data = AuthorityData.write(AuthoritySet.begun(leaf, List.of()));

    assertThat(AuthorityData.read(data))
        .isInstanceOfSatisfying(
            Held.Corrupt.class, corrupt -> assertThat(corrupt.why()).contains("no authority"));
  }

  private Map<String, String> whole() {
    return AuthorityData.write(AuthoritySet.begun(world.authority(), List.of()));
  }
}
