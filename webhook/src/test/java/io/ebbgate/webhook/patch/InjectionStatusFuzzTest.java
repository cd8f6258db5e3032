package io.ebbgate.webhook.patch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Annotations;
import java.util.Optional;

/** Any status annotation is read or taken for none, and what is read is written as the same. */
class InjectionStatusFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsOrIgnoresAnyAnnotation(byte[] bytes) {
    read(new String(bytes, UTF_8))
        .ifPresent(status -> assertThat(read(status.text())).contains(status));
  }

  private static Optional<InjectionStatus> read(String text) {
    ObjectNode pod = Pods.plain();
    pod.withObject("/metadata/annotations").put(Annotations.STATUS, text);
    return InjectionStatus.in(pod).filter(status -> status.text().length() <= 8 << 10);
  }
}
