package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.context.ListenerVersion;
import io.ebbgate.core.drain.EnvoyFacts;
import io.ebbgate.core.drain.ListenerChanges;
import io.ebbgate.core.drain.ListenerFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks everything else a plan depends on: {@code /listeners}, the listeners. */
public final class EnvoyReader {
  /** How the listeners were read. */
  public sealed interface Listing {
    /** By {@code /config_dump}, and the versions that it had. */
    record Dumped(List<ListenerVersion> versions) implements Listing {
      public Dumped {
        versions = List.copyOf(versions);
      }
    }

    /** By their statistics, since the admin interface forbids the dump. */
    record Forbidden() implements Listing {}

    /** By their statistics, since the dump was not asked for or failed, and why. */
    record Failed(String cause) implements Listing {}

    /** A sentence for people about what isn't known therefore. */
    default Optional<String> note() {
      return switch (this) {
        case Dumped _ -> Optional.empty();
        case Forbidden _ ->
            Optional.of(
                "Envoy's admin allows no config_dump: every connection counts as work, and those"
                    + " that stay open are waited for to the end.");
        case Failed(String cause) ->
            Optional.of(
                "Envoy's config_dump could not be read (%s): its listeners are those that have"
                        .formatted(cause)
                    + " statistics, and a connection counts as work unless it is known as HTTP.");
      };
    }
  }

  /** What the calls together came to. */
  public sealed interface Found {
    /** Envoy told everything a plan needs. */
    record Facts(EnvoyFacts facts, Listing listing) implements Found {}

    /** Envoy did not, and what the first call came to that failed. */
    record Missing(String cause) implements Found {}
  }

  private EnvoyReader() {}

  /** The ports that each named listener is bound to now; empty if Envoy does not say. */
  public static Optional<Map<String, List<Integer>>> boundPorts(EnvoyAdmin admin) {
    return admin.call(ListenerDump.boundPorts())
            instanceof AdminResult.Answered<Map<String, List<Integer>>>(var ports)
        ? Optional.of(ports)
        : Optional.empty();
  }

  /**
   * Reads the facts; the first call without an answer ends it, but for the dump.
   *
   * @param server the answer to {@code /server_info}
   * @param dumps the same interface for config dumps, which leaves time for something else; empty
   *     where they are not due
   */
  public static Found read(EnvoyAdmin admin, Optional<EnvoyAdmin> dumps, ServerInfo server) {
    // Before the listeners: what changes while they are read makes the plan an old one.
    Optional<ListenerChanges> changes = Stats.changes(admin);
    if (dumps.isEmpty()) {
      return statistics(
          admin, server, changes, new Listing.Failed("it was asked for a short time ago"));
    }
    return switch (admin.call(ListenerDump.boundPorts())) {
      case AdminResult.Answered<Map<String, List<Integer>>>(Map<String, List<Integer>> ports) ->
          dumps(admin, dumps.get(), server, ports, changes);
      // Only a listener on port 0 needs it; where it isn't allowed, the dump may be.
      case AdminResult.Status<Map<String, List<Integer>>> _ ->
          dumps(admin, dumps.get(), server, Map.of(), changes);
      case AdminResult<Map<String, List<Integer>>> fault -> missing("/listeners", fault);
    };
  }

  private static Found dumps(
      EnvoyAdmin admin,
      EnvoyAdmin dumps,
      ServerInfo server,
      Map<String, List<Integer>> ports,
      Optional<ListenerChanges> changes) {
    List<ListenerVersion> versions = new ArrayList<>();
    for (AdminCall<List<ListenerVersion>> call :
        List.of(ListenerDump.fixed(ports), ListenerDump.dynamic(ports))) {
      switch (dumps.call(call)) {
        case AdminResult.Answered<List<ListenerVersion>>(List<ListenerVersion> more) ->
            versions.addAll(more);
        case AdminResult.Status<List<ListenerVersion>>(int code)
            when code == 403 || code == 404 -> {
          return statistics(admin, server, changes, new Listing.Forbidden());
        }
        case AdminResult.ConnectionRefused<List<ListenerVersion>> fault -> {
          return missing("/config_dump", fault);
        }
        case AdminResult<List<ListenerVersion>> fault -> {
          return statistics(admin, server, changes, new Listing.Failed(fault.text()));
        }
      }
    }
    List<ListenerFacts> listeners = versions.stream().map(ListenerVersion::listener).toList();
    return new Found.Facts(facts(server, listeners, changes), new Listing.Dumped(versions));
  }

  /** A dump may be forbidden ({@code allow_paths}), too large or too slow; statistics are less. */
  private static Found statistics(
      EnvoyAdmin admin, ServerInfo server, Optional<ListenerChanges> changes, Listing listing) {
    return switch (admin.call(StatListeners.call())) {
      case AdminResult.Answered<List<ListenerFacts>>(List<ListenerFacts> listeners) ->
          new Found.Facts(facts(server, listeners, changes), listing);
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
