package io.ebbgate.sidecar.watch;

import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminClient;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Notifies the observer that there are new drains of listeners which cut connections. A notice says
 * nothing but this pod's name: the observer then asks this pod, with its token. On a thread of its
 * own, which is there for as long as a notice is under way.
 */
public final class ObserverNotice {
  /** Before each try. */
  static final List<Duration> PAUSES =
      List.of(Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2));

  private final Optional<HostPort> observer;
  private final String target;
  private final Ticker ticker;
  private final JsonLog log;
  private boolean running;
  private boolean pending;

  /**
   * A notice of this pod.
   *
   * @param observer the webhook's plain port; empty notifies nothing
   */
  public ObserverNotice(
      Optional<HostPort> observer, String namespace, String pod, Ticker ticker, JsonLog log) {
    this.observer = observer;
    this.target =
        Paths.LISTENER_DRAINS + "?namespace=" + encoded(namespace) + "&pod=" + encoded(pod);
    this.ticker = ticker;
    this.log = log;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Sends it without waiting. */
  public synchronized void send() {
    if (observer.isEmpty()) {
      return;
    }
    pending = true;
    if (!running) {
      running = true;
      var _ = Thread.ofPlatform().daemon().name("observer-notice").start(this::run);
    }
  }

  private void run() {
    try {
      while (next()) {
        deliver(observer.orElseThrow());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean next() {
    running = pending;
    pending = false;
    return running;
  }

  private void deliver(HostPort address) throws InterruptedException {
    String result = "";
    for (Duration pause : PAUSES) {
      Thread.sleep(pause);
      AdminResult<AdminCall.Taken> answer = call(address);
      if (answer instanceof AdminResult.Answered<AdminCall.Taken>) {
        return;
      }
      result = answer.text();
    }
    log.warn(
        "the observer was not notified of connections that a configuration update cut",
        LogKeys.CAUSE,
        result);
  }

  private AdminResult<AdminCall.Taken> call(HostPort address) {
    // Resolved for each try: the Service may have another address by then.
    InetSocketAddress resolved = new InetSocketAddress(address.host(), address.port());
    return resolved.isUnresolved()
        ? new AdminResult.Broken<>("unknown host " + address.host())
        : new AdminClient(List.of(resolved), ticker)
            .call(AdminCall.post(target).usually(AdminCall.LONGEST));
  }
}
