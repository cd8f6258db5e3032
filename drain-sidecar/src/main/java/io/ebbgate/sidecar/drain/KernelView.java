package io.ebbgate.sidecar.drain;

import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.drain.SocketCounts;
import io.ebbgate.core.drain.Sockets;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.sidecar.kernel.KernelSockets;
import io.ebbgate.sidecar.kernel.ListenerSocket;
import io.ebbgate.sidecar.kernel.SocketReading;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import io.ebbgate.sidecar.watch.SocketView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The view of the pod's own network namespace. For one thread. */
final class KernelView implements SocketView {
  /** A kernel answers for a thousand connections in a few milliseconds. */
  private static final Duration LIMIT = Duration.ofMillis(500);

  /** Listeners that are all HTTP, and the others. */
  private final KernelSockets http;

  private final KernelSockets other;
  private final JsonLog log;
  private boolean acceptedKept;
  private boolean logged;

  /** Reads nothing yet. */
  KernelView(Ticker ticker, JsonLog log) {
    this.http = new KernelSockets(ticker);
    this.other = new KernelSockets(ticker);
    this.log = log;
  }

  @Override
  public Reading add(Reading reading, Plan plan) {
    acceptedKept |= reading.accepted() instanceof Count.Known;
    // Without Envoy's numbers, zero connections of TCP are not zero connections.
    if (!(reading.connections() instanceof Count.Known)
        && plan.contexts().stream().anyMatch(each -> each.protocol() == Protocol.HTTP3)) {
      return reading;
    }
    // Numbers of two sources are not compared with each other.
    return read(plan)
        .map(sockets ->
            plan.joined(
                reading,
                sockets,
                acceptedKept
                    ? reading.accepted()
                    : Count.of(sockets.http().seen() + sockets.other().seen())))
        .orElse(reading);
  }

  private Optional<Sockets> read(Plan plan) {
    if (!plan.known()) {
      return Optional.empty();
    }
    List<ListenerSocket> ofHttp = new ArrayList<>();
    List<ListenerSocket> ofOther = new ArrayList<>();
    for (ListenerFacts context : plan.contexts()) {
      if (context.protocol() == Protocol.HTTP3) {
        continue;
      }
      List<ListenerSocket> sockets = sockets(context);
      if (sockets.isEmpty()) {
        return Optional.empty();
      }
      (context.isHttp() ? ofHttp : ofOther).addAll(sockets);
    }
    if (ofOther.isEmpty()) {
      return ofHttp.isEmpty()
          ? Optional.empty()
          : read(http, ofHttp).map(counts -> new Sockets(counts, none(counts)));
    }
    return read(other, ofOther)
        .flatMap(counts ->
            ofHttp.isEmpty()
                ? Optional.of(new Sockets(none(counts), counts))
                : read(http, ofHttp).map(more -> new Sockets(more, counts)));
  }

  private static SocketCounts none(SocketCounts beside) {
    return new SocketCounts(beside.source(), 0, Count.of(0), 0, Optional.empty());
  }

  /** None where it isn't bound to addresses alone, such as a Unix socket. */
  private static List<ListenerSocket> sockets(ListenerFacts context) {
    List<ListenerSocket> sockets =
        context.bound().stream()
            .flatMap(bound -> ListenerSocket.of(bound.host(), bound.port()).stream())
            .toList();
    return sockets.size() == context.bound().size() ? sockets : List.of();
  }

  private Optional<SocketCounts> read(KernelSockets kernel, List<ListenerSocket> listeners) {
    return switch (kernel.read(listeners, LIMIT)) {
      case SocketReading.Counted(SocketCounts counts) -> Optional.of(counts);
      case SocketReading.Unknown(String cause) -> {
        if (!logged) {
          log.warn("the kernel's sockets could not be read", LogKeys.CAUSE, cause);
          logged = true;
        }
        yield Optional.empty();
      }
    };
  }
}
