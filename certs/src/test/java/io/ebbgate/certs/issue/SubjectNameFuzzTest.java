package io.ebbgate.certs.issue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any text is a name of a server or is refused with a sentence. */
class SubjectNameFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyName(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    try {
      assertThat(SubjectName.parse(text)).isNotNull();
    } catch (InvalidCertificateException refused) {
      assertThat(refused.getMessage()).contains("allowed is a host name");
    }
  }
}
