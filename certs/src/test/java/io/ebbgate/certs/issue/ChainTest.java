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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChainTest {
  private static final Instant SECOND = NOW.truncatedTo(ChronoUnit.SECONDS);
  private static final Credential LEAF = TestCertificates.leaf();

  static List<Instant> firstAndLastSecond() {
    return List.of(SECOND.minusSeconds(3600), SECOND.plus(MONTH));
  }

  @ParameterizedTest
  @MethodSource("firstAndLastSecond")
  void isTrustedByTheJdkFromItsFirstSecondToItsLast(Instant at) {
    assertThatCode(() -> verify(at)).doesNotThrowAnyException();
  }

  static List<Instant> secondsBeforeAndAfter() {
    return List.of(SECOND.minusSeconds(3601), SECOND.plus(MONTH).plusSeconds(1));
  }

  @ParameterizedTest
  @MethodSource("secondsBeforeAndAfter")
  void isNotTrustedASecondEarlierOrLater(Instant at) {
    assertThatExceptionOfType(CertPathValidatorException.class)
        .isThrownBy(() -> verify(at))
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
