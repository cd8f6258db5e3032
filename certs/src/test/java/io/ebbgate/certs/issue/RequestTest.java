package io.ebbgate.certs.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebbgate.core.testkit.CountedText;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
  private static final List<SubjectName> LOCALHOST = List.of(SubjectName.parse("localhost"));

  @ParameterizedTest
  @ValueSource(strings = {"PT1M", "P3660D"})
  void takesTheShortestAndTheLongestValidity(Duration validity) {
    assertThat(new CaRequest("a", validity).validity()).isEqualTo(validity);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT59.999S", "PT0S", "PT-1H", "P3660DT1S"})
  void refusesAValidityOutOfBounds(Duration validity) {
    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> new LeafRequest("a", LOCALHOST, validity))
        .withMessageStartingWith("The validity is ")
        .withMessageEndingWith("; allowed is from 60 seconds to 3660 days.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "a.b-c.d",
        "*.example.com",
        "xn--bcher-kva.example",
        "127.0.0.1",
        "::1"
      })
  void takesNamesThatServersHave(String name) {
    assertThat(SubjectName.parse(name)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "a..b",
        "-a.b",
        "a-.b",
        "a.-b",
        "*",
        "a.*.b",
        "a_b",
        "bücher.example",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "127.1",
        "fe80::1%lo",
        "host:8443",
        "a\nb",
        "https://a"
      })
  void refusesWhatIsNoNameOfAServer(String name) {
    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> SubjectName.parse(name))
        .withMessageContaining("allowed is a host name such as localhost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.", ".", "1.1.1.1", "a", "1.2.3.4.", "1.2.3.x"})
  void readsEachCharacterOfAnAddressOnceAtMost(String part) {
    CountedText text = new CountedText(part.repeat(100_000));

    assertThat(SubjectName.isFourNumbers(text)).isFalse();
    assertThat(text.steps()).isLessThanOrEqualTo(2L * text.length());
  }

  @Test
  void refusesANameLongerThanDnsCarries() {
    String name = "a.".repeat(126) + "com";

    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> SubjectName.parse(name));
  }

  @Test
  void refusesAServerWithoutAName() {
    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> new LeafRequest("a", List.of(), Duration.ofDays(1)))
        .withMessageContaining("has no name; allowed is at least one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void refusesABlankCommonName(String name) {
    assertThatExceptionOfType(InvalidCertificateException.class)
        .isThrownBy(() -> new CaRequest(name, Duration.ofDays(1)))
        .withMessageContaining("allowed is 1 to 64, not all blank");
  }

  @Test
  void keepsACommonNameThatLooksLikeMoreFieldsInOneField() {
    Credential ca =
        TestCertificates.at(TestCertificates.NOW)
            .ca(new CaRequest("a, O=other", Duration.ofDays(1)));

    assertThat(ca.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=a\\, O\\=other");
  }
}
