package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.drain.EnvoyFacts;
import io.ebbgate.core.drain.ListenerChanges;
import io.ebbgate.core.drain.ListenerFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks everything a plan depends on: {@code /server_info}, {@code /listeners}, the listeners. */
public final class EnvoyReader {
  /** What the calls together came to. */
  public sealed interface Found {
    /**
     * Envoy told everything a plan needs.
     *
     * @param note a sentence for people, where it had to be asked in another way
     */
    record Facts(ServerInfo server, EnvoyFacts facts, Optional<String> note) implements Found {}

    /** Envoy did not, and what the first call came to that failed. */
    record Missing(String cause) implements Found {}
  }

  private EnvoyReader() {}

  /** Reads the facts; the first call without an answer ends it. */
  public static Found read(EnvoyAdmin admin) {
    return switch (admin.call(ServerInfo.call())) {
      case AdminResult.Answered<ServerInfo>(ServerInfo server) -> listeners(admin, server);
      case AdminResult<ServerInfo> fault -> missing("/server_info", fault);
    };
  }

  private static Found listeners(EnvoyAdmin admin, ServerInfo server) {
    // Before the listeners: what changes while they are read makes the plan an old one.
    Optional<ListenerChanges> changes = Stats.changes(admin);
    return switch (admin.call(ListenerDump.boundPorts())) {
      case AdminResult.Answered<Map<String, Integer>>(Map<String, Integer> ports) ->
          dumps(admin, server, ports, changes);
      // Only a listener on port 0 needs it; where it isn't allowed, the dump may be.
      case AdminResult.Status<Map<String, Integer>> _ -> dumps(admin, server, Map.of(), changes);
      case AdminResult<Map<String, Integer>> fault -> missing("/listeners", fault);
    };
  }

  private static Found dumps(
      EnvoyAdmin admin,
      ServerInfo server,
      Map<String, Integer> ports,
      Optional<ListenerChanges> changes) {
    List<ListenerFacts> listeners = new ArrayList<>();
    for (AdminCall<List<ListenerFacts>> call :
        List.of(ListenerDump.fixed(ports), ListenerDump.dynamic(ports))) {
      switch (admin.call(call)) {
        case AdminResult.Answered<List<ListenerFacts>>(List<ListenerFacts> more) ->
            listeners.addAll(more);
        case AdminResult.Status<List<ListenerFacts>>(int code) when code == 403 || code == 404 -> {
          return statistics(admin, server, changes);
        }
        case AdminResult<List<ListenerFacts>> fault -> {
          return missing("/config_dump", fault);
        }
      }
    }
    return new Found.Facts(server, facts(server, listeners, changes), Optional.empty());
  }

  /** A hardened admin interface may allow statistics and no dump ({@code allow_paths}). */
  private static Found statistics(
      EnvoyAdmin admin, ServerInfo server, Optional<ListenerChanges> changes) {
    return switch (admin.call(StatListeners.call())) {
      case AdminResult.Answered<List<ListenerFacts>>(List<ListenerFacts> listeners) ->
          new Found.Facts(
              server, facts(server, listeners, changes), Optional.of(StatListeners.NOTE));
      case AdminResult<List<ListenerFacts>> fault -> missing("/stats", fault);
    };
  }

  private static EnvoyFacts facts(
      ServerInfo server, List<ListenerFacts> listeners, Optional<ListenerChanges> changes) {
    return new EnvoyFacts(
        server.version(),
        server.strategy(),
        server.drainTime(),
        server.draining(),
        listeners,
        changes);
  }

  private static Found missing(String path, AdminResult<?> fault) {
    return new Found.Missing(path + ": " + fault.text());
  }
}
