package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.drain.ListenerFacts;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The listeners of a {@code /config_dump}. The admin listener is in none. One call takes one
 * resource: of a repeated parameter Envoy reads the first.
 */
final class ListenerDump {
  private ListenerDump() {}

  /** Listeners of the bootstrap. */
  static AdminCall<List<ListenerFacts>> fixed(Map<String, Integer> ports) {
    return call("static_listeners", ports);
  }

  /** Listeners that LDS brought. */
  static AdminCall<List<ListenerFacts>> dynamic(Map<String, Integer> ports) {
    return call("dynamic_listeners", ports);
  }

  private static AdminCall<List<ListenerFacts>> call(String resource, Map<String, Integer> ports) {
    return AdminCall.get(
        "/config_dump", "?resource=" + resource, AdminCall.LONG, body -> read(body, ports));
  }

  /** {@code /listeners?format=json}: the port that each named listener is really bound to. */
  static AdminCall<Map<String, Integer>> boundPorts() {
    return AdminCall.get("/listeners", "?format=json", AdminCall.SHORT, ListenerDump::boundPorts);
  }

  /** Reads a dump; {@code ports} are bound ports by listener, for those configured with 0. */
  static List<ListenerFacts> read(InputStream body, Map<String, Integer> ports) throws IOException {
    List<ListenerFacts> listeners = new ArrayList<>();
    DumpBudget budget = new DumpBudget();
    JsonReader.document(
        body,
        "configs",
        config ->
            entry(
                config,
                listener -> {
                  ListenerDraft draft = new ListenerDraft(budget);
                  listener.fields(draft::read);
                  listeners.add(draft.finish(ports));
                }));
    return List.copyOf(listeners);
  }

  private static void entry(JsonReader config, JsonReader.Value listener) throws IOException {
    config.fields((json, name) -> {
      switch (name) {
        case "listener" -> listener.read(json);
        // A draining state is a listener LDS took away: its clients are work as well.
        case "active_state", "draining_state" -> json.field("listener", listener);
        default -> {}
      }
    });
  }

  static Map<String, Integer> boundPorts(InputStream body) throws IOException {
    Map<String, Integer> ports = new HashMap<>();
    DumpBudget budget = new DumpBudget();
    JsonReader.document(body, "listener_statuses", status -> boundPort(status, ports, budget));
    return Map.copyOf(ports);
  }

  private static void boundPort(JsonReader status, Map<String, Integer> into, DumpBudget budget)
      throws IOException {
    String[] name = {""};
    OptionalLong[] port = {OptionalLong.empty()};
    status.fields((json, part) -> {
      switch (part) {
        case "name" -> name[0] = json.text().orElse("");
        case "local_address" ->
            json.field(
                "socket_address",
                address -> address.field("port_value", value -> port[0] = value.number()));
        default -> {}
      }
    });
    budget.listener(name[0]);
    port[0].ifPresent(number -> into.put(name[0], Math.clamp(number, 0, 65535)));
  }
}
