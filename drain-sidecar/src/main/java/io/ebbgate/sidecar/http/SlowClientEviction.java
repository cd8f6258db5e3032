package io.ebbgate.sidecar.http;

import static java.util.Comparator.comparingInt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Connections whose request has not arrived yet: at most {@link #MOST}. One more closes the one
 * that has been silent for longest, of the client address that has the most of them, so that a
 * flood of silent connections keeps no other client waiting. A connection with bytes that have yet
 * to be read is not silent; where all have such bytes, the next one waits until some are read.
 */
final class SlowClientEviction {
  /** 2 350 connections a second leave each of them 200 ms for its first byte. */
  static final int MOST = 512;

  private static final Duration RETRY = Duration.ofMillis(10);

  private final Map<InetAddress, Set<Socket>> waiting = new LinkedHashMap<>();
  private final Runnable evicted;
  private int count;

  /** The table; {@code evicted} runs for each connection that it closes. */
  SlowClientEviction(Runnable evicted) {
    this.evicted = evicted;
  }

  /** Adds a connection, as soon as there is room. */
  synchronized void add(Socket socket) throws InterruptedException {
    while (count >= MOST && !evict()) {
      TimeUnit.NANOSECONDS.timedWait(this, RETRY.toNanos());
    }
    waiting.computeIfAbsent(socket.getInetAddress(), _ -> new LinkedHashSet<>()).add(socket);
    count++;
  }

  synchronized void remove(Socket socket) {
    InetAddress client = socket.getInetAddress();
    Set<Socket> same = waiting.getOrDefault(client, Set.of());
    if (same.contains(socket)) {
      same.remove(socket);
      count--;
      if (same.isEmpty()) {
        waiting.remove(client);
      }
      notifyAll();
    }
  }

  private boolean evict() {
    Optional<Socket> silent =
        waiting.values().stream()
            .max(comparingInt(Set::size))
            .flatMap(SlowClientEviction::longestSilent)
            .or(() ->
                waiting.values().stream().flatMap(all -> longestSilent(all).stream()).findFirst());
    silent.ifPresent(socket -> {
      remove(socket);
      ClosingConnections.close(socket);
      evicted.run();
    });
    return silent.isPresent();
  }

  private static Optional<Socket> longestSilent(Set<Socket> sockets) {
    return sockets.stream().filter(SlowClientEviction::silent).findFirst();
  }

  /** Whether no byte has arrived that has not been read. */
  private static boolean silent(Socket socket) {
    try {
      return socket.getInputStream().available() == 0;
    } catch (IOException _) {
      return true;
    }
  }
}
