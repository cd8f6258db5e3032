package io.ebbgate.certs.issue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Any text holds certificates or a key, or is refused with a sentence that quotes nothing of it.
 */
class PemFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyText(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    try {
      assertThat(Pem.readCertificates(text, "f")).isNotEmpty();
    } catch (InvalidCertificateException refused) {
      assertThat(refused.getMessage()).startsWith("f ");
    }
    try {
      assertThat(Pem.readKey(text, "f")).isNotNull();
    } catch (InvalidCertificateException refused) {
      assertThat(refused.getMessage()).startsWith("f ");
    }
  }
}
