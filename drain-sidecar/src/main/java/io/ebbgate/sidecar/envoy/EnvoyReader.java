package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.drain.EnvoyFacts;
import io.ebbgate.core.drain.ListenerFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks everything a plan depends on: {@code /server_info}, {@code /listeners}, the listeners. */
public final class EnvoyReader {
  /** What the calls together came to. */
  public sealed interface Found {
    /** Envoy told everything. */
    record Facts(ServerInfo server, EnvoyFacts facts) implements Found {}

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
    return switch (admin.call(BoundPorts.call())) {
      case AdminResult.Answered<Map<String, Integer>>(Map<String, Integer> ports) ->
          dumps(admin, server, ports);
      case AdminResult<Map<String, Integer>> fault -> missing("/listeners", fault);
    };
  }

  private static Found dumps(EnvoyAdmin admin, ServerInfo server, Map<String, Integer> ports) {
    List<ListenerFacts> listeners = new ArrayList<>();
    for (AdminCall<List<ListenerFacts>> call :
        List.of(ListenerDump.fixed(ports), ListenerDump.dynamic(ports))) {
      switch (admin.call(call)) {
        case AdminResult.Answered<List<ListenerFacts>>(List<ListenerFacts> more) ->
            listeners.addAll(more);
        case AdminResult<List<ListenerFacts>> fault -> {
          return missing("/config_dump", fault);
        }
      }
    }
    return new Found.Facts(
        server,
        new EnvoyFacts(
            server.version(), server.strategy(), server.drainTime(), server.draining(), listeners));
  }

  private static Found missing(String path, AdminResult<?> fault) {
    return new Found.Missing(path + ": " + fault.text());
  }
}
