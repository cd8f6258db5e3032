package io.ebbgate.webhook.load;

import io.ebbgate.core.lifecycle.Ticker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The strict client: every request of a plan at its time, once. There is no pool, no library and no
 * retry between the schedule and the socket, so every failure is recorded.
 */
public final class LoadClient {
  /** The answer's header with the name of the pod it came through. */
  public static final String POD_HEADER = "x-pod";

  private static final Duration NO_END = Duration.ofDays(1);

  private final AtomicLong end;
  private final Duration longest;
  private final Ticker ticker;
  private final List<Thread> clients;

  private LoadClient(AtomicLong end, Duration longest, Ticker ticker, List<Thread> clients) {
    this.end = end;
    this.longest = longest;
    this.ticker = ticker;
    this.clients = clients;
  }

  /** The same for a gateway of plain HTTP only. */
  public static LoadClient start(
      LoadPlan plan, InetSocketAddress to, Ticker ticker, Ledger ledger) {
    return start(plan, GatewayPorts.plain(to), ticker, ledger);
  }

  /**
   * Starts all clients of the plan, a virtual thread each, their first requests spread evenly.
   *
   * @throws IllegalArgumentException if the gateway has no port for a kind of the plan
   */
  public static LoadClient start(LoadPlan plan, GatewayPorts to, Ticker ticker, Ledger ledger) {
    return start(plan, to, Requests.own(), ticker, ledger);
  }

  /**
   * The same with other requests than this project's own backends answer.
   *
   * @throws IllegalArgumentException if the gateway has no port for a kind of the plan
   */
  public static LoadClient start(
      LoadPlan plan, GatewayPorts to, Requests requests, Ticker ticker, Ledger ledger) {
    return start(plan, to, requests, requests::limit, ticker, ledger);
  }

  static LoadClient start(
      LoadPlan plan,
      GatewayPorts to,
      Requests requests,
      Function<Kind, Duration> limits,
      Ticker ticker,
      Ledger ledger) {
    long start = ticker.nanos();
    AtomicLong end = new AtomicLong(start + Long.MAX_VALUE / 2);
    List<Thread> clients = new ArrayList<>();
    Duration longest = plan.session();
    for (ClientGroup group : plan.groups()) {
      Kind kind = group.kind();
      InetSocketAddress address =
          to.address(kind)
              .orElseThrow(() -> new IllegalArgumentException("no port for " + kind.wireName()));
      Duration limit = limits.apply(kind);
      longest = Collections.max(List.of(longest, plan.session().plus(limit)));
      Duration session = kind.endless() ? NO_END : plan.session();
      Target target = new Target(address, requests, limit, session, ticker, ledger);
      long interval = group.interval().toNanos();
      for (int each = 0; each < group.clients(); each++) {
        long first = start + interval * each / group.clients();
        Schedule schedule = new Schedule(first, interval, end);
        clients.add(Thread.ofVirtual().unstarted(client(kind, target, schedule)));
      }
    }
    clients.forEach(Thread::start);
    return new LoadClient(end, longest, ticker, clients);
  }

  /**
   * Sends nothing that is due from now on, closes sessions, and returns when everything in flight
   * has ended. Clients that are late still send what was due, for as long as a session and an
   * answer may take.
   */
  public void finish() throws InterruptedException {
    long now = ticker.nanos();
    end.set(now);
    for (Thread client : clients) {
      var _ = client.join(Duration.ofNanos(now + longest.toNanos() - ticker.nanos()));
    }
    // Nothing is due any more, or clients of a dead gateway would go on for hours.
    end.set(Long.MIN_VALUE / 2);
    for (Thread client : clients) {
      client.join();
    }
  }

  /** Sends nothing more and waits for nothing: what is in flight is not recorded. */
  public void abandon() {
    end.set(Long.MIN_VALUE / 2);
  }

  static Runnable client(Kind kind, Target target, Schedule schedule) {
    return switch (kind) {
      case KEEP_ALIVE, NEW_CONNECTION, IDLE, SLOW, TLS, LONG_ANSWER, HEALTH_CHECK ->
          new Http1Client(kind, target, schedule);
      case HTTP2, GRPC -> new Http2Client(kind, target, schedule);
      case WEBSOCKET, TCP, DATABASE, DATABASE_IDLE -> new SessionClient(kind, target, schedule);
    };
  }
}
