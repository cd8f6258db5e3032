package io.ebbgate.certs.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ebbgate.core.testkit.Property;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
  private static final Credential LEAF = TestCertificates.leaf();
  private static final String CHAIN = Pem.certificates(LEAF.chain());
  private static final String KEY = Pem.key(LEAF.key());
  private static final String WHOLE = "; allowed is whole PEM blocks (RFC 7468).";

  @Test
  void readsBackTheChainItWrote() {
    assertThat(Pem.readCertificates(CHAIN, "tls.crt")).isEqualTo(LEAF.chain());
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void readsBackAKeyOfEachAlgorithm(String algorithm) throws Exception {
    PrivateKey key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();

    assertThat(Pem.readKey(Pem.key(key), "tls.key").getEncoded()).isEqualTo(key.getEncoded());
  }

  @Test
  void writesLinesOfSixtyFour() {
    assertThat(CHAIN.lines()).allMatch(line -> line.length() <= 64);
    assertThat(KEY)
        .startsWith("-----BEGIN PRIVATE KEY-----\n")
        .endsWith("-----END PRIVATE KEY-----\n");
  }

  @Test
  void readsWindowsLineEndsAndCommentary() {
    String text = "subject: a server\r\n" + CHAIN.replace("\n", "\r\n") + "the end\r\n";

    assertThat(Pem.readCertificates(text, "tls.crt")).isEqualTo(LEAF.chain());
  }

  static Stream<Arguments> unfitCertificates() {
    return Stream.of(
        arguments(
            "a key",
            KEY,
            " holds PEM blocks PRIVATE KEY; allowed is one PEM block CERTIFICATE or more."),
        arguments(
            "an empty file",
            "",
            " holds no PEM block; allowed is one PEM block CERTIFICATE or more."),
        arguments(
            "a block without its end",
            CHAIN.substring(0, CHAIN.length() / 4),
            " has a BEGIN without its END" + WHOLE),
        arguments(
            "an end without its begin",
            "-----END CERTIFICATE-----",
            " has an END without its BEGIN" + WHOLE),
        arguments(
            "a text longer than a Secret",
            CHAIN + " ".repeat(PemBlock.MAX_LENGTH),
            " is longer than 1048576 characters" + WHOLE),
        arguments(
            "a block that is no certificate",
            KEY.replace("PRIVATE KEY", "CERTIFICATE"),
            " holds a certificate that can't be read; allowed is X.509."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unfitCertificates")
  void refusesWhereCertificatesBelong(String what, String text, String message) {
    assertThatExceptionOfType(InvalidCertificateException.class)
        .as(what)
        .isThrownBy(() -> Pem.readCertificates(text, "/tls/tls.crt"))
        .withMessage("/tls/tls.crt" + message);
  }

  static Stream<Arguments> unfitKeys() {
    return Stream.of(
        arguments(
            "certificates",
            CHAIN,
            " holds PEM blocks CERTIFICATE, CERTIFICATE; allowed is one PEM block PRIVATE KEY"
                + " (openssl pkcs8 makes it)."),
        arguments(
            "no base64", KEY.replaceFirst("M", "?"), " has a block that is not base64" + WHOLE),
        arguments(
            "a block that is no key",
            Pem.certificates(LEAF.chain().subList(0, 1)).replace("CERTIFICATE", "PRIVATE KEY"),
            " holds a key that can't be read; allowed is an EC, RSA or EdDSA key."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unfitKeys")
  void refusesWhereAKeyBelongs(String what, String text, String message) {
    assertThatExceptionOfType(InvalidCertificateException.class)
        .as(what)
        .isThrownBy(() -> Pem.readKey(text, "/tls/tls.key"))
        .withMessage("/tls/tls.key" + message);
  }

  @Test
  void readsOrRefusesWhateverIsDamagedAndNeverPrintsAKey() {
    String secret = KEY.lines().skip(1).findFirst().orElseThrow();
    Property.holds(
        300,
        random -> {
          StringBuilder text = new StringBuilder(KEY);
          text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(1, 128));
          try {
            assertThat(Pem.readKey(text.toString(), "tls.key")).isNotNull();
          } catch (InvalidCertificateException refused) {
            assertThat(refused).hasMessageStartingWith("tls.key ");
            assertThat(refused.getMessage()).doesNotContain(secret);
          }
        });
  }
}
