package io.ebbgate.webhook.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any file is read or refused, and what is written of it is read as the same trees. */
class ManifestFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyFile(byte[] bytes) {
    Manifest manifest;
    try {
      manifest = Manifest.parse("m", bytes);
    } catch (ManifestException refused) {
      assertThat(refused.getMessage()).startsWith("m is not ");
      return;
    }
    StringBuilder original = new StringBuilder();
    for (ManifestDocument document : manifest.documents()) {
      original.append(document.original());
      Workload.in(document.tree(), "shop").forEach(Workload::request);
    }
    assertThat(original.toString().getBytes(UTF_8)).isEqualTo(bytes);
  }
}
