package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.context.ListenerVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The listeners of a {@code /config_dump}. The admin listener is in none. One call takes one
 * resource: of a repeated parameter Envoy reads the first.
 */
final class ListenerDump {
  private ListenerDump() {}

  /** Listeners of the bootstrap. */
  static AdminCall<List<ListenerVersion>> fixed(Map<String, List<Integer>> ports) {
    return call("static_listeners", ports);
  }

  /** Listeners that LDS brought. */
  static AdminCall<List<ListenerVersion>> dynamic(Map<String, List<Integer>> ports) {
    return call("dynamic_listeners", ports);
  }

  private static AdminCall<List<ListenerVersion>> call(
      String resource, Map<String, List<Integer>> ports) {
    return AdminCall.get(
        "/config_dump", "?resource=" + resource, AdminCall.LONG, body -> read(body, ports));
  }

  /** {@code /listeners?format=json}: the ports that each named listener is really bound to. */
  static AdminCall<Map<String, List<Integer>>> boundPorts() {
    return AdminCall.get("/listeners", "?format=json", AdminCall.SHORT, ListenerDump::boundPorts);
  }

  /** Reads a dump; {@code ports} are bound ports by listener, for those configured with 0. */
  static List<ListenerVersion> read(InputStream body, Map<String, List<Integer>> ports)
      throws IOException {
    List<ListenerVersion> versions = new ArrayList<>();
    DumpBudget budget = new DumpBudget();
    JsonReader.document(body, "configs", config -> entry(config, budget, ports, versions));
    return List.copyOf(versions);
  }

  /** A listener of the bootstrap, or one of LDS with its versions. */
  private static void entry(
      JsonReader config,
      DumpBudget budget,
      Map<String, List<Integer>> ports,
      List<ListenerVersion> versions)
      throws IOException {
    VersionDraft fixed = new VersionDraft(budget);
    config.fields((json, name) -> {
      switch (name) {
        case "active_state", "draining_state" -> {
          // A draining state is a listener LDS took away: its clients are work as well.
          VersionDraft draft = new VersionDraft(budget);
          json.fields(draft::read);
          draft.finish(ports, name.equals("draining_state")).ifPresent(versions::add);
        }
        default -> fixed.read(json, name);
      }
    });
    fixed.finish(ports, false).ifPresent(versions::add);
  }

  static Map<String, List<Integer>> boundPorts(InputStream body) throws IOException {
    Map<String, List<Integer>> ports = new HashMap<>();
    DumpBudget budget = new DumpBudget();
    JsonReader.document(body, "listener_statuses", status -> boundPort(status, ports, budget));
    return Map.copyOf(ports);
  }

  private static void boundPort(
      JsonReader status, Map<String, List<Integer>> into, DumpBudget budget) throws IOException {
    String[] name = {""};
    List<Integer> ports = new ArrayList<>();
    status.fields((json, part) -> {
      switch (part) {
        case "name" -> name[0] = json.text().orElse("");
        case "local_address" -> ports.addFirst(port(json));
        case "additional_local_addresses" ->
            json.elements(address -> {
              budget.address("");
              ports.add(port(address));
            });
        default -> {}
      }
    });
    budget.listener(name[0]);
    into.put(name[0], List.copyOf(ports));
  }

  /** An address's port; 0 where it has none. */
  private static int port(JsonReader address) throws IOException {
    int[] port = {0};
    address.field(
        "socket_address",
        socket ->
            socket.field(
                "port_value", value -> port[0] = Math.clamp(value.number().orElse(0), 0, 65535)));
    return port[0];
  }
}
