package io.ebbgate.sidecar.drain;

import io.ebbgate.core.drain.DrainPhase.Closing;
import io.ebbgate.core.drain.ForceCloseRules;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import io.ebbgate.core.drain.Observation;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.verdict.DrainRecord.ClosedByForce;
import io.ebbgate.sidecar.kernel.ClosedSockets;
import io.ebbgate.sidecar.kernel.EstablishedSockets;
import io.ebbgate.sidecar.kernel.ListenerSocket;
import io.ebbgate.sidecar.kernel.SocketCloser;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Closes connections by the kernel of the pod's own network namespace: idle ones first. Those of
 * HTTP/3 share a UDP socket, and can't be closed. For one thread.
 */
final class KernelCloser implements ConnectionCloser {
  /** A kernel closes a thousand connections in some ten milliseconds. */
  private static final Duration LIMIT = Duration.ofMillis(500);

  private final Ticker ticker;
  private final JsonLog log;
  private final SocketCloser kernel;
  private boolean begun;
  private boolean failureLogged;

  /** Loads nothing yet. */
  KernelCloser(Ticker ticker, JsonLog log) {
    this.ticker = ticker;
    this.log = log;
    this.kernel = new SocketCloser(ticker);
  }

  @Override
  public Optional<Observation.ForceClosed> close(Closing phase) {
    if (!ForceCloseRules.applies(phase)) {
      return Optional.empty();
    }
    try {
      List<EstablishedSockets> found =
          kernel.list(List.of(listeners(phase, true), listeners(phase, false)), LIMIT);
      return Optional.of(close(phase, found.getFirst(), found.getLast()));
    } catch (IOException e) {
      logFailure(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static List<ListenerSocket> listeners(Closing phase, boolean http) {
    return phase.terms().plan().contexts().stream()
        .filter(each -> each.isHttp() == http && each.protocol() != Protocol.HTTP3)
        .filter(each -> ForceCloseRules.covers(phase.terms(), each))
        .flatMap(each -> each.bound().stream())
        .flatMap(bound -> ListenerSocket.of(bound.host(), bound.port()).stream())
        .toList();
  }

  private Observation.ForceClosed close(
      Closing phase, EstablishedSockets http, EstablishedSockets other) {
    long open = http.open() + other.open();
    long works = http.working() + other.working();
    logBegin(open);
    long due = ForceCloseRules.due(phase, ticker.nanos(), open);
    long idleHttp = Math.min(due, http.open() - http.working());
    long idleOther = Math.min(due - idleHttp, other.open() - other.working());
    long workingHttp = Math.min(due - idleHttp - idleOther, http.working());
    ClosedSockets ofHttp = kernel.close(http, idleHttp + workingHttp, LIMIT);
    ClosedSockets ofOther = kernel.close(other, due - idleHttp - workingHttp, LIMIT);
    ofHttp.failure().or(ofOther::failure).ifPresent(this::logFailure);
    long closed = ofHttp.total() + ofOther.total();
    long working =
        ForceCloseRules.working(phase, open, works, closed, ofHttp.working() + ofOther.working());
    boolean failed = closed == 0 && (ofHttp.failure().isPresent() || ofOther.failure().isPresent());
    return new Observation.ForceClosed(
        ticker.nanos(),
        new ClosedByForce(ofHttp.total(), ofOther.total(), working),
        open - closed,
        failed);
  }

  private void logBegin(long open) {
    if (!begun && open > 0) {
      begun = true;
      log.info("closing connections by force", LogKeys.OPEN, open);
    }
  }

  private void logFailure(String cause) {
    if (!failureLogged) {
      failureLogged = true;
      log.warn("connections could not be closed by force", LogKeys.CAUSE, cause);
    }
  }
}
