package io.ebbgate.sidecar.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Objects;

/** Answers that a real Envoy 1.40.0 gave, and texts as bodies. */
final class Captured {
  private Captured() {}

  static InputStream answer(String name) {
    return Objects.requireNonNull(
        Captured.class.getResourceAsStream("/envoy-1.40.0/" + name + ".json"), name);
  }

  static InputStream text(String json) {
    return new ByteArrayInputStream(json.getBytes(UTF_8));
  }
}
