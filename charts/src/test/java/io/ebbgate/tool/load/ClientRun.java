package io.ebbgate.tool.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One client that sends a given number of requests to a server of a test, and what it saw. */
record ClientRun(List<Exchange> exchanges, Ledger ledger) {
  /** How long an answer may take in these tests. */
  static final Duration LIMIT = Duration.ofMillis(400);

  /** How long a session lasts in these tests: three messages. */
  static final Duration SESSION = Duration.ofMillis(600);

  static ClientRun of(Kind kind, InetSocketAddress to, int requests, Duration interval) {
    Ledger ledger = new Ledger();
    Target target = new Target(to, LIMIT, SESSION, System::nanoTime, ledger);
    long start = System.nanoTime();
    AtomicLong end = new AtomicLong(start + interval.toNanos() * requests);
    LoadClient.user(kind, target, new Schedule(start, interval.toNanos(), end)).run();
    return new ClientRun(ledger.exchanges(), ledger);
  }

  static ClientRun of(Kind kind, ScriptedServer server, int requests) {
    return of(kind, server.address(), requests, Duration.ofMillis(50));
  }

  List<Ending> endings() {
    return exchanges.stream().map(Exchange::ending).toList();
  }
}
