package io.ebbgate.tool.kubelet;

import java.time.Duration;
import java.util.Map;

/** What a hook or a probe does. */
sealed interface Handler {
  /** A GET; the kubelet dials the pod's address where no host is given. */
  record Get(String host, int port, String path, Map<String, String> headers) implements Handler {
    public Get {
      headers = Map.copyOf(headers);
    }
  }

  /** A connection, of probes only. */
  record Connect(String host, int port) implements Handler {}

  /** The kubelet's own timer, of hooks only. */
  record Sleep(Duration time) implements Handler {}
}
