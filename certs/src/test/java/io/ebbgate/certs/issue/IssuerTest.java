package io.ebbgate.certs.issue;

import static io.ebbgate.certs.issue.TestCertificates.MONTH;
import static io.ebbgate.certs.issue.TestCertificates.NOW;
import static io.ebbgate.certs.issue.TestCertificates.YEAR;
import static io.ebbgate.certs.issue.TestCertificates.at;
import static io.ebbgate.certs.issue.TestCertificates.ca;
import static io.ebbgate.certs.issue.TestCertificates.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IssuerTest {
  private static final int KEY_CERT_SIGN = 5;
  private static final int CRL_SIGN = 6;
  private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
  private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

  @Test
  void makesACaThatSignsLeavesOnly() {
    X509Certificate certificate = ca().certificate();

    assertThat(certificate.getBasicConstraints()).isZero();
    assertThat(usages(certificate)).containsExactly(KEY_CERT_SIGN, CRL_SIGN);
    assertThat(certificate.getCriticalExtensionOIDs())
        .containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15");
    assertThat(certificate.getExtensionValue(SUBJECT_KEY_IDENTIFIER)).isNotEmpty();
  }

  @Test
  void makesALeafForServersOnly() throws Exception {
    X509Certificate certificate = TestCertificates.leaf().certificate();

    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(usages(certificate)).containsExactly(0);
    assertThat(certificate.getExtendedKeyUsage()).containsExactly(SERVER_AUTH);
  }

  @Test
  void namesTheCasKeyInTheLeaf() {
    Credential ca = ca();

    X509Certificate leaf = at(NOW).leaf(ca, request("localhost")).certificate();

    byte[] subject = ca.certificate().getExtensionValue(SUBJECT_KEY_IDENTIFIER);
    byte[] identifier = Arrays.copyOfRange(subject, subject.length - 20, subject.length);
    assertThat(leaf.getExtensionValue(AUTHORITY_KEY_IDENTIFIER)).endsWith(identifier);
  }

  @Test
  void usesTheCurveP256() {
    ECPublicKey key = (ECPublicKey) TestCertificates.leaf().certificate().getPublicKey();

    assertThat(key.getParams().getOrder().bitLength()).isEqualTo(256);
    assertThat(key.getParams().toString()).contains("secp256r1");
  }

  @Test
  void carriesHostNamesAndAddresses() throws Exception {
    X509Certificate certificate =
        at(NOW)
            .leaf(ca(), request("Webhook.Ebb.SVC", "*.example.com", "127.0.0.1", "::1"))
            .certificate();

    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(
            List.of(2, "webhook.ebb.svc"),
            List.of(2, "*.example.com"),
            List.of(7, "127.0.0.1"),
            List.of(7, "0:0:0:0:0:0:0:1"));
  }

  @Test
  void beginsAnHourAgoForClocksThatAreLate() {
    X509Certificate certificate = TestCertificates.leaf().certificate();

    Instant second = Instant.parse("2026-03-01T12:00:00Z");
    assertThat(certificate.getNotBefore().toInstant()).isEqualTo(second.minusSeconds(3600));
    assertThat(certificate.getNotAfter().toInstant()).isEqualTo(second.plus(MONTH));
  }

  @Test
  void beginsWithItsCaWhereTheClockIsLate() {
    Credential ca = ca();

    X509Certificate leaf =
        at(NOW.minus(Duration.ofMinutes(20))).leaf(ca, request("localhost")).certificate();

    assertThat(leaf.getNotBefore()).isEqualTo(ca.certificate().getNotBefore());
  }

  @Test
  void refusesALeafThatOutlivesItsCa() {
    Credential ca = ca();
    Issuer late = at(NOW.plus(YEAR).minus(MONTH).plusSeconds(1));

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> late.leaf(ca, request("localhost")))
        .withMessage(
            "The certificate would be valid until 2027-03-01T12:00:01Z; allowed is until"
                + " 2027-03-01T12:00:00Z, its CA's end.");
  }

  @Test
  void refusesACaThatHasExpired() {
    Credential ca = ca();
    Issuer late = at(NOW.plus(YEAR));

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> late.leaf(ca, request("localhost")))
        .withMessageContaining("CN=test CA is valid from")
        .withMessageEndingWith("allowed is one that is valid now.");
  }

  @Test
  void refusesACaThatIsNotYetValid() {
    Credential ca = ca();
    Issuer early = at(NOW.minus(Duration.ofHours(1)).minusSeconds(1));

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> early.leaf(ca, request("localhost")))
        .withMessageEndingWith("allowed is one that is valid now.");
  }

  @Test
  void refusesALeafAsACa() {
    Credential leaf = TestCertificates.leaf();

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> at(NOW).leaf(leaf, request("localhost")))
        .withMessage(
            "The certificate CN=test server can't sign others; allowed is a CA certificate.");
  }

  private static List<Integer> usages(X509Certificate certificate) {
    boolean[] usage = certificate.getKeyUsage();
    return IntStream.range(0, usage.length).filter(i -> usage[i]).boxed().toList();
  }
}
