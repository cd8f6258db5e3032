package io.ebbgate.system.load;

import io.ebbgate.core.lifecycle.Ticker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The strict client: every request of a plan at its time, once. There is no pool, no library and no
 * second try between the schedule and the socket, so what fails is seen.
 */
public final class LoadClient {
  /** The answer's header with the name of the pod it came through. */
  public static final String POD_HEADER = "x-pod";

  /** How long an answer may take. */
  public static final Duration LIMIT = Duration.ofSeconds(10);

  private final AtomicLong end;
  private final Ticker ticker;
  private final List<Thread> users;

  private LoadClient(AtomicLong end, Ticker ticker, List<Thread> users) {
    this.end = end;
    this.ticker = ticker;
    this.users = users;
  }

  /** Starts everyone of the plan, one virtual thread each, their first requests spread evenly. */
  public static LoadClient start(
      LoadPlan plan, InetSocketAddress to, Ticker ticker, Ledger ledger) {
    Target target = new Target(to, LIMIT, ticker, ledger);
    long start = ticker.nanos();
    AtomicLong end = new AtomicLong(start + Long.MAX_VALUE / 2);
    List<Thread> users = new ArrayList<>();
    for (Crowd crowd : plan.crowds()) {
      long interval = crowd.interval().toNanos();
      for (int each = 0; each < crowd.clients(); each++) {
        long first = start + interval * each / crowd.clients();
        Schedule schedule = new Schedule(first, interval, end);
        users.add(Thread.ofVirtual().start(user(crowd.kind(), target, schedule)));
      }
    }
    return new LoadClient(end, ticker, users);
  }

  /** Sends nothing that is due from now on, and returns when everything in flight has ended. */
  public void finish() throws InterruptedException {
    end.set(ticker.nanos());
    for (Thread user : users) {
      user.join();
    }
  }

  static Runnable user(Kind kind, Target target, Schedule schedule) {
    return switch (kind) {
      case KEEP_ALIVE, NEW_CONNECTION, IDLE, SLOW -> new Http1User(kind, target, schedule);
      case HTTP2 -> new Http2User(kind, target, schedule);
    };
  }
}
