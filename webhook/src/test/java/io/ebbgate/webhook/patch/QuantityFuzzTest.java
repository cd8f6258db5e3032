package io.ebbgate.webhook.patch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.TextNode;

/** Any text is an amount of few digits or none. */
class QuantityFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyText(byte[] bytes) {
    Quantity.of(TextNode.valueOf(new String(bytes, UTF_8)))
        .ifPresent(amount -> assertThat(amount.precision()).isLessThan(64));
  }
}
