package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.drain.ListenerFacts;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The listeners of a {@code /config_dump}. The admin listener is in none. One call takes one
 * resource: of a repeated parameter Envoy reads the first.
 */
final class ListenerDump {
  /** So many are kept; the largest gateways known have some hundred. */
  static final int MOST = 2000;

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

  /**
   * Reads a dump.
   *
   * @param ports bound ports by listener name, for those that are configured with port 0
   */
  static List<ListenerFacts> read(InputStream body, Map<String, Integer> ports) throws IOException {
    List<ListenerFacts> listeners = new ArrayList<>();
    JsonReader.document(
        body,
        json ->
            json.fields(name -> {
              if (name.equals("configs")) {
                json.elements(() -> entry(json, ports, listeners));
              }
            }));
    return List.copyOf(listeners);
  }

  private static void entry(JsonReader json, Map<String, Integer> ports, List<ListenerFacts> into)
      throws IOException {
    json.fields(name -> {
      switch (name) {
        case "listener" -> listener(json, ports, into);
        // A draining state is a listener LDS took away: its clients are work as well.
        case "active_state", "draining_state" ->
            json.fields(part -> {
              if (part.equals("listener")) {
                listener(json, ports, into);
              }
            });
        default -> {}
      }
    });
  }

  private static void listener(
      JsonReader json, Map<String, Integer> ports, List<ListenerFacts> into) throws IOException {
    ListenerDraft draft = new ListenerDraft();
    json.fields(name -> draft.read(json, name));
    if (into.size() == MOST) {
      throw new IOException("more than " + MOST + " listeners");
    }
    into.add(draft.finish(ports));
  }
}
