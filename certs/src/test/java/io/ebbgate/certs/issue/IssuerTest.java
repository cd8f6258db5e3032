package io.ebbgate.certs.issue;

import static io.ebbgate.certs.issue.Issuing.MONTH;
import static io.ebbgate.certs.issue.Issuing.NOW;
import static io.ebbgate.certs.issue.Issuing.YEAR;
import static io.ebbgate.certs.issue.Issuing.at;
import static io.ebbgate.certs.issue.Issuing.authority;
import static io.ebbgate.certs.issue.Issuing.request;
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
  void makesAnAuthorityThatSignsLeavesOnly() {
    X509Certificate certificate = authority().certificate();

    assertThat(certificate.getBasicConstraints()).isZero();
    assertThat(usages(certificate)).containsExactly(KEY_CERT_SIGN, CRL_SIGN);
    assertThat(certificate.getCriticalExtensionOIDs())
        .containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15");
    assertThat(certificate.getExtensionValue(SUBJECT_KEY_IDENTIFIER)).isNotEmpty();
  }

  @Test
  void makesALeafForServersOnly() throws Exception {
    X509Certificate certificate = Issuing.leaf().certificate();

    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(usages(certificate)).containsExactly(0);
    assertThat(certificate.getExtendedKeyUsage()).containsExactly(SERVER_AUTH);
  }

  @Test
  void namesTheAuthoritysKeyInTheLeaf() {
    Credential authority = authority();

    X509Certificate leaf = at(NOW).leaf(authority, request("localhost")).certificate();

    byte[] subject = authority.certificate().getExtensionValue(SUBJECT_KEY_IDENTIFIER);
    byte[] identifier = Arrays.copyOfRange(subject, subject.length - 20, subject.length);
    assertThat(leaf.getExtensionValue(AUTHORITY_KEY_IDENTIFIER)).endsWith(identifier);
  }

  @Test
  void usesTheCurveP256() {
    ECPublicKey key = (ECPublicKey) Issuing.leaf().certificate().getPublicKey();

    assertThat(key.getParams().getOrder().bitLength()).isEqualTo(256);
    assertThat(key.getParams().toString()).contains("secp256r1");
  }

  @Test
  void carriesHostNamesAndAddresses() throws Exception {
    X509Certificate certificate =
        at(NOW)
            .leaf(authority(), request("Webhook.Ebb.SVC", "*.example.com", "127.0.0.1", "::1"))
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
    X509Certificate certificate = Issuing.leaf().certificate();

    Instant second = Instant.parse("2026-03-01T12:00:00Z");
    assertThat(certificate.getNotBefore().toInstant()).isEqualTo(second.minusSeconds(3600));
    assertThat(certificate.getNotAfter().toInstant()).isEqualTo(second.plus(MONTH));
  }

  @Test
  void beginsWithItsAuthorityWhereTheClockIsLate() {
    Credential authority = authority();

    X509Certificate leaf =
        at(NOW.minus(Duration.ofMinutes(20))).leaf(authority, request("localhost")).certificate();

    assertThat(leaf.getNotBefore()).isEqualTo(authority.certificate().getNotBefore());
  }

  @Test
  void refusesALeafThatOutlivesItsAuthority() {
    Credential authority = authority();
    Issuer late = at(NOW.plus(YEAR).minus(MONTH).plusSeconds(1));

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> late.leaf(authority, request("localhost")))
        .withMessage(
            "The certificate would hold until 2027-03-01T12:00:01Z; allowed is until"
                + " 2027-03-01T12:00:00Z, its authority's end.");
  }

  @Test
  void refusesAnAuthorityThatHasExpired() {
    Credential authority = authority();
    Issuer late = at(NOW.plus(YEAR));

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> late.leaf(authority, request("localhost")))
        .withMessageContaining("CN=test authority holds from")
        .withMessageEndingWith("allowed is one that holds now.");
  }

  @Test
  void refusesAnAuthorityThatIsNotYetValid() {
    Credential authority = authority();
    Issuer early = at(NOW.minus(Duration.ofHours(1)).minusSeconds(1));

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> early.leaf(authority, request("localhost")))
        .withMessageEndingWith("allowed is one that holds now.");
  }

  @Test
  void refusesALeafAsAnAuthority() {
    Credential leaf = Issuing.leaf();

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> at(NOW).leaf(leaf, request("localhost")))
        .withMessage(
            "The certificate CN=test server can't sign others; allowed is an authority's.");
  }

  private static List<Integer> usages(X509Certificate certificate) {
    boolean[] usage = certificate.getKeyUsage();
    return IntStream.range(0, usage.length).filter(i -> usage[i]).boxed().toList();
  }
}
