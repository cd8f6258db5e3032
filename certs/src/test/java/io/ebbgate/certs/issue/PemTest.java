package io.ebbgate.certs.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebbgate.core.testkit.Property;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
  private static final Credential LEAF = TestCertificates.leaf();
  private static final String CHAIN = Pem.certificates(LEAF.chain());
  private static final String KEY = Pem.key(LEAF.key());

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

  @Test
  void refusesAKeyWhereCertificatesBelong() {
    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> Pem.readCertificates(KEY, "/tls/tls.crt"))
        .withMessage(
            "/tls/tls.crt holds PEM blocks PRIVATE KEY; allowed is one PEM block CERTIFICATE or"
                + " more.");
  }

  @Test
  void refusesCertificatesWhereAKeyBelongs() {
    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> Pem.readKey(CHAIN, "/tls/tls.key"))
        .withMessage(
            "/tls/tls.key holds PEM blocks CERTIFICATE, CERTIFICATE; allowed is one PEM block"
                + " PRIVATE KEY (openssl pkcs8 makes it).");
  }

  @Test
  void refusesAnEmptyFile() {
    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> Pem.readCertificates("", "ca.crt"))
        .withMessageStartingWith("ca.crt holds no PEM block;");
  }

  @Test
  void refusesABlockWithoutItsEnd() {
    String half = CHAIN.substring(0, CHAIN.length() / 4);

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> Pem.readCertificates(half, "ca.crt"))
        .withMessage("ca.crt has a BEGIN without its END; allowed is whole PEM blocks (RFC 7468).");
  }

  @Test
  void refusesAnEndWithoutItsBegin() {
    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> Pem.readCertificates("-----END CERTIFICATE-----", "ca.crt"))
        .withMessageStartingWith("ca.crt has an END without its BEGIN;");
  }

  @Test
  void refusesWhatIsNotBase64() {
    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> Pem.readKey(KEY.replaceFirst("M", "?"), "tls.key"))
        .withMessageStartingWith("tls.key has a block that is not base64;");
  }

  @Test
  void refusesATextLongerThanASecret() {
    String text = CHAIN + " ".repeat(PemBlock.MAX_LENGTH);

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> Pem.readCertificates(text, "ca.crt"))
        .withMessageStartingWith("ca.crt is longer than 1048576 characters;");
  }

  @Test
  void refusesABlockThatIsNoCertificate() {
    String text = KEY.replace("PRIVATE KEY", "CERTIFICATE");

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> Pem.readCertificates(text, "ca.crt"))
        .withMessage("ca.crt holds a certificate that can't be read; allowed is X.509.");
  }

  @Test
  void refusesABlockThatIsNoKey() {
    String text =
        Pem.certificates(LEAF.chain().subList(0, 1)).replace("CERTIFICATE", "PRIVATE KEY");

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> Pem.readKey(text, "tls.key"))
        .withMessage("tls.key holds a key that can't be read; allowed is an EC, RSA or EdDSA key.");
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
