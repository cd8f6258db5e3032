package io.ebbgate.certs.issue;

import static io.ebbgate.certs.issue.TestCertificates.NOW;
import static io.ebbgate.certs.issue.TestCertificates.at;
import static io.ebbgate.certs.issue.TestCertificates.ca;
import static io.ebbgate.certs.issue.TestCertificates.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CredentialTest {
  @Test
  void refusesAnotherCertificatesKey() {
    Credential one = ca();
    Credential other = ca();

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> new Credential(one.chain(), other.key()))
        .withMessage(
            "The key is not the one of the certificate CN=test CA; allowed is a pair made"
                + " together.");
  }

  @Test
  void refusesAKeyOfAnotherAlgorithm() throws Exception {
    PrivateKey rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
    Credential one = ca();

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> new Credential(one.chain(), rsa))
        .withMessageStartingWith("The key is not the one of the certificate");
  }

  @Test
  void refusesAChainOfStrangers() {
    Credential leaf = at(NOW).leaf(ca(), request("localhost"));
    var strangers = List.of(leaf.certificate(), ca().certificate());

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> new Credential(strangers, leaf.key()))
        .withMessage(
            "The certificate CN=test server is followed by CN=test CA; allowed is the one"
                + " that signed it.");
  }

  @Test
  void refusesAKeyWithoutACertificate() {
    PrivateKey key = ca().key();

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> new Credential(List.of(), key))
        .withMessageContaining("without a certificate");
  }

  @Test
  void printsNoKey() {
    Credential credential = TestCertificates.leaf();
    byte[] secret = ((ECPrivateKey) credential.key()).getS().toByteArray();

    assertThat(credential.toString())
        .startsWith("Credential[CN=test server, serial ")
        .doesNotContain(((ECPrivateKey) credential.key()).getS().toString())
        .doesNotContain(HexFormat.of().formatHex(secret))
        .doesNotContain(Base64.getEncoder().encodeToString(credential.key().getEncoded()));
  }
}
