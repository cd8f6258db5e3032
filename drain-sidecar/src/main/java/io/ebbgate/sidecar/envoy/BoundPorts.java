package io.ebbgate.sidecar.envoy;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** {@code /listeners?format=json}: the port each named listener is really bound to. */
final class BoundPorts {
  private BoundPorts() {}

  static AdminCall<Map<String, Integer>> call() {
    return AdminCall.get("/listeners", "?format=json", AdminCall.SHORT, BoundPorts::read);
  }

  static Map<String, Integer> read(InputStream body) throws IOException {
    Map<String, Integer> ports = new HashMap<>();
    JsonReader.document(
        body,
        json ->
            json.fields(name -> {
              if (name.equals("listener_statuses")) {
                json.elements(() -> listener(json, ports));
              }
            }));
    return Map.copyOf(ports);
  }

  private static void listener(JsonReader json, Map<String, Integer> into) throws IOException {
    String[] name = {""};
    OptionalLong[] port = {OptionalLong.empty()};
    json.fields(part -> {
      switch (part) {
        case "name" -> name[0] = json.text().orElse("");
        case "local_address" ->
            json.fields(kind -> {
              if (kind.equals("socket_address")) {
                json.fields(field -> {
                  if (field.equals("port_value")) {
                    port[0] = json.number();
                  }
                });
              }
            });
        default -> {}
      }
    });
    if (into.size() == ListenerDump.MOST) {
      throw new IOException("more than " + ListenerDump.MOST + " listeners");
    }
    port[0].ifPresent(number -> into.put(name[0], Math.clamp(number, 0, 65535)));
  }
}
