package io.ebbgate.certs.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.ebbgate.certs.dev.DevCertificates.CaKey;
import io.ebbgate.certs.issue.Credential;
import io.ebbgate.certs.issue.InvalidCertificateException;
import io.ebbgate.certs.issue.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevCertificatesTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
  private static final List<String> LOCALHOST = List.of("localhost", "127.0.0.1");
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path parent;

  @Test
  void writesThreeFilesIntoANewFolder() throws Exception {
    Path folder = parent.resolve("new").resolve("tls");

    DevCertificates.write(folder, LOCALHOST, DAY, CLOCK);

    assertThat(files(folder)).containsExactlyInAnyOrder("ca.crt", "tls.crt", "tls.key");
  }

  @Test
  void writesAChainThatFitsItsKeyAndItsCa() throws Exception {
    DevCertificates.write(parent, LOCALHOST, DAY, CLOCK);

    assertThatCode(() -> new Credential(chain(), Pem.readKey(read("tls.key"), "tls.key")))
        .doesNotThrowAnyException();
    assertThat(chain().getLast())
        .isEqualTo(Pem.readCertificates(read("ca.crt"), "ca.crt").getFirst());
  }

  @Test
  void letsOnlyTheOwnerReadKeys() throws Exception {
    DevCertificates.write(parent, LOCALHOST, DAY, CLOCK, CaKey.WRITE);

    assertThat(mode("tls.key")).isEqualTo("rw-------");
    assertThat(mode("ca.key")).isEqualTo("rw-------");
    assertThat(mode("ca.crt")).isEqualTo("rw-r--r--");
  }

  @Test
  void writesTheCasKeyIfAsked() throws Exception {
    DevCertificates.write(parent, LOCALHOST, DAY, CLOCK, CaKey.WRITE);

    var ca = Pem.readCertificates(read("ca.crt"), "ca.crt");
    assertThatCode(() -> new Credential(ca, Pem.readKey(read("ca.key"), "ca.key")))
        .doesNotThrowAnyException();
  }

  @Test
  void replacesAnEarlierSetByAWholeOne() throws Exception {
    DevCertificates.write(parent, LOCALHOST, DAY, CLOCK);
    String earlier = read("tls.key");

    DevCertificates.write(parent, LOCALHOST, DAY, CLOCK);

    assertThat(read("tls.key")).isNotEqualTo(earlier);
    assertThatCode(() -> new Credential(chain(), Pem.readKey(read("tls.key"), "tls.key")))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesToLeaveAnEarlierCasKeyBehind() throws Exception {
    DevCertificates.write(parent, LOCALHOST, DAY, CLOCK, CaKey.WRITE);

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> DevCertificates.write(parent, LOCALHOST, DAY, CLOCK))
        .withMessageEndingWith(
            "holds the ca.key of an earlier CA; allowed is a folder without one.");
  }

  @Test
  void writesNothingForABadName() throws Exception {
    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> DevCertificates.write(parent, List.of("a b"), DAY, CLOCK))
        .withMessageStartingWith("The name \"a b\" can't be in a certificate;");
    assertThat(files(parent)).isEmpty();
  }

  @Test
  void changesNothingWhereOneFileCantBeReplaced() throws Exception {
    Files.createDirectories(parent.resolve("ca.crt").resolve("in the way"));

    assertThatIOException().isThrownBy(() -> DevCertificates.write(parent, LOCALHOST, DAY, CLOCK));
    assertThat(files(parent)).containsExactly("ca.crt");
  }

  @Test
  void printsNoKeyOfAFile() {
    PemFile file = new PemFile("tls.key", "secret", PosixFilePermissions.fromString("rw-------"));

    assertThat(file).hasToString("PemFile[tls.key, rw-------]");
  }

  private List<X509Certificate> chain() throws IOException {
    return Pem.readCertificates(read("tls.crt"), "tls.crt");
  }

  private String read(String name) throws IOException {
    return Files.readString(parent.resolve(name));
  }

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(parent.resolve(name)));
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
