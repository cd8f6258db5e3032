package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.config.HostPort;
import java.io.IOException;
import java.util.Optional;

/** One address of a listener while it is being read: a socket's or a pipe's. */
final class AddressDraft {
  private String host = "";
  private int port;
  private boolean datagrams;

  /** Reads an {@code Address}. */
  static AddressDraft read(JsonReader json) throws IOException {
    AddressDraft draft = new AddressDraft();
    json.fields(draft::kind);
    return draft;
  }

  private void kind(JsonReader json, String kind) throws IOException {
    switch (kind) {
      case "socket_address" -> json.fields(this::socket);
      case "pipe" -> json.field("path", path -> host = path.text().orElse(""));
      default -> {}
    }
  }

  private void socket(JsonReader json, String part) throws IOException {
    switch (part) {
      case "address" -> host = json.text().orElse("");
      case "port_value" -> port = Math.clamp(json.number().orElse(0), 0, 65535);
      case "protocol" -> datagrams = json.text().filter("UDP"::equals).isPresent();
      default -> {}
    }
  }

  boolean datagrams() {
    return datagrams;
  }

  /** As Envoy writes it; for its statistics a listener on port 0 stays on port 0 (tried). */
  String text() {
    String canonical = Ipv6Text.canonical(host);
    if (isPipe()) {
      return canonical;
    }
    return (canonical.contains(":") ? "[" + canonical + "]" : canonical) + ":" + port;
  }

  /** Where it is bound: port 0 lets the kernel choose {@code chosen}. */
  Optional<HostPort> bound(int chosen) {
    int really = port == 0 ? chosen : port;
    return host.isEmpty() || isPipe() || really == 0
        ? Optional.empty()
        : Optional.of(new HostPort(Ipv6Text.canonical(host), really));
  }

  private boolean isPipe() {
    return host.startsWith("/") || host.startsWith("@");
  }
}
