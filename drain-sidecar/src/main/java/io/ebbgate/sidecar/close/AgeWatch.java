package io.ebbgate.sidecar.close;

import io.ebbgate.core.close.KnownListener;
import io.ebbgate.sidecar.kernel.ConnectionAges;
import io.ebbgate.sidecar.kernel.ListenerSocket;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the listeners' sockets every few seconds, so that the age of each is known later. */
final class AgeWatch {
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofMillis(500);

  private final Supplier<Optional<List<KnownListener>>> listeners;
  private final ConnectionAges ages;
  private final JsonLog log;
  private boolean failing;

  AgeWatch(Supplier<Optional<List<KnownListener>>> listeners, ConnectionAges ages, JsonLog log) {
    this.listeners = listeners;
    this.ages = ages;
    this.log = log;
  }

  /** Goes on until the process ends. */
  void start() {
    var _ = Thread.ofPlatform().daemon().name("connection-ages").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        read();
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    List<ListenerSocket> sockets =
        listeners.get().orElse(List.of()).stream()
            .filter(KnownListener::closable)
            .flatMap(each -> ListenerSocket.all(each.facts().bound()).stream())
            .toList();
    try {
      if (!sockets.isEmpty()) {
        ages.read(sockets, LIMIT);
      }
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        log.warn(
            "the age of connections could not be read",
            LogKeys.CAUSE,
            String.valueOf(e.getMessage()));
      }
      failing = true;
    }
  }
}
