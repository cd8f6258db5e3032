package io.ebbgate.certs.issue;

import static io.ebbgate.certs.issue.TestCertificates.MONTH;
import static io.ebbgate.certs.issue.TestCertificates.NOW;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChainTest {
  private static final Instant SECOND = NOW.truncatedTo(ChronoUnit.SECONDS);
  private static final Credential LEAF = TestCertificates.leaf();

  @Test
  void isTrustedByTheJdkFromItsFirstSecond() {
    assertThatCode(() -> verify(SECOND.minusSeconds(3600))).doesNotThrowAnyException();
  }

  @Test
  void isTrustedByTheJdkToItsLastSecond() {
    assertThatCode(() -> verify(SECOND.plus(MONTH))).doesNotThrowAnyException();
  }

  @Test
  void isNotYetTrustedASecondEarlier() {
    assertThatExceptionOfType(CertPathValidatorException.class)
        .isThrownBy(() -> verify(SECOND.minusSeconds(3601)))
        .withMessageContaining("validity check failed");
  }

  @Test
  void isNoLongerTrustedASecondLater() {
    assertThatExceptionOfType(CertPathValidatorException.class)
        .isThrownBy(() -> verify(SECOND.plus(MONTH).plusSeconds(1)))
        .withMessageContaining("validity check failed");
  }

  @Test
  void isNotTrustedThroughAnotherCaOfTheSameName() {
    X509Certificate stranger = TestCertificates.ca().certificate();

    assertThatExceptionOfType(CertPathValidatorException.class)
        .isThrownBy(() -> verify(NOW, stranger));
  }

  private static void verify(Instant at) throws Exception {
    verify(at, LEAF.chain().getLast());
  }

  private static void verify(Instant at, X509Certificate anchor) throws Exception {
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(List.of(LEAF.certificate())),
            parameters);
  }
}
