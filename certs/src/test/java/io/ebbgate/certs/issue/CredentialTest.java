package io.ebbgate.certs.issue;

import static io.ebbgate.certs.issue.Issuing.NOW;
import static io.ebbgate.certs.issue.Issuing.at;
import static io.ebbgate.certs.issue.Issuing.authority;
import static io.ebbgate.certs.issue.Issuing.request;
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
    Credential one = authority();
    Credential other = authority();

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> new Credential(one.chain(), other.key()))
        .withMessage(
            "The key is not the one of the certificate CN=test authority; allowed is a pair made"
                + " together.");
  }

  @Test
  void refusesAKeyOfAnotherAlgorithm() throws Exception {
    PrivateKey rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
    Credential one = authority();

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> new Credential(one.chain(), rsa))
        .withMessageStartingWith("The key is not the one of the certificate");
  }

  @Test
  void refusesAChainOfStrangers() {
    Credential leaf = at(NOW).leaf(authority(), request("localhost"));
    var strangers = List.of(leaf.certificate(), authority().certificate());

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> new Credential(strangers, leaf.key()))
        .withMessage(
            "The certificate CN=test server is followed by CN=test authority; allowed is the one"
                + " that signed it.");
  }

  @Test
  void refusesAKeyWithoutACertificate() {
    PrivateKey key = authority().key();

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> new Credential(List.of(), key))
        .withMessageContaining("without a certificate");
  }

  @Test
  void printsNoKey() {
    Credential credential = Issuing.leaf();
    byte[] secret = ((ECPrivateKey) credential.key()).getS().toByteArray();

    assertThat(credential.toString())
        .startsWith("Credential[CN=test server, serial ")
        .doesNotContain(((ECPrivateKey) credential.key()).getS().toString())
        .doesNotContain(HexFormat.of().formatHex(secret))
        .doesNotContain(Base64.getEncoder().encodeToString(credential.key().getEncoded()));
  }
}
