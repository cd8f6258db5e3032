package io.ebbgate.webhook.load;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One address in front of the pods, as kube-proxy makes it: a pod is chosen for each new connection
 * in turn, among the ready ones, or among terminating ones that still serve where none is ready; a
 * connection once made stays. Changes of endpoints take effect after a delay, as they do on a node.
 * It hides nothing: with no pod to choose, or a pod that refuses, the client is reset at once (its
 * connection was already accepted, so it counts as cut what kube-proxy would refuse).
 */
public final class Balancer implements Closeable {
  /** A pod's conditions in an EndpointSlice. */
  public enum State {
    READY,
    /** Terminating, and its readiness probe still succeeds. */
    SERVING_TERMINATING,
    /** Not in the slice, or neither ready nor serving. */
    OUT
  }

  private static final int CONNECT_MILLIS = 3_000;

  private final Listener listener;
  private final Duration delay;
  private final Map<String, InetSocketAddress> addresses = new ConcurrentHashMap<>();
  private final Map<String, State> states = new ConcurrentSkipListMap<>();
  private final Map<String, AtomicInteger> connections = new ConcurrentHashMap<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final ScheduledExecutorService updates =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  private Balancer(InetAddress address, Duration delay) throws IOException {
    this.listener = Listener.open(address, 0, "balancer", this::connect);
    this.delay = delay;
  }

  /** Listens on a free port of that address. */
  public static Balancer open(InetAddress address, Duration delay) throws IOException {
    return new Balancer(address, delay);
  }

  public InetSocketAddress address() {
    return listener.address();
  }

  /**
   * Updates a pod's address and conditions; new connections use them after the delay, at once where
   * there is none.
   */
  public void update(String pod, InetSocketAddress endpoint, State state) {
    addresses.put(pod, endpoint);
    if (delay.isZero()) {
      states.put(pod, state);
    } else {
      var _ = updates.schedule(() -> states.put(pod, state), delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Connections open now to that pod. */
  public int connections(String pod) {
    AtomicInteger count = connections.get(pod);
    return count == null ? 0 : count.get();
  }

  @Override
  public void close() throws IOException {
    updates.shutdownNow();
    listener.close();
  }

  private void connect(Socket client) {
    Optional<String> pod = choose(State.READY).or(() -> choose(State.SERVING_TERMINATING));
    InetSocketAddress endpoint = pod.map(addresses::get).orElse(null);
    if (pod.isEmpty() || endpoint == null) {
      Relay.reset(client);
      return;
    }
    Socket server = new Socket();
    try {
      server.connect(endpoint, CONNECT_MILLIS);
    } catch (IOException refused) {
      Relay.reset(client);
      Relay.reset(server);
      return;
    }
    AtomicInteger count = connections.computeIfAbsent(pod.get(), _ -> new AtomicInteger());
    count.incrementAndGet();
    new Relay(client, server).run();
    count.decrementAndGet();
  }

  private Optional<String> choose(State wanted) {
    List<String> pods =
        states.entrySet().stream()
            .filter(each -> each.getValue() == wanted)
            .map(Map.Entry::getKey)
            .toList();
    return pods.isEmpty()
        ? Optional.empty()
        : Optional.of(pods.get(Math.floorMod(turn.getAndIncrement(), pods.size())));
  }
}
