package io.ebbgate.webhook.load;

import io.ebbgate.webhook.load.ScriptedServer.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one client recorded that sent a given number of requests, and what a scripted server did.
 *
 * @param connections of the server, 0 where it was another
 * @param requests of the server, 0 where it was another
 */
record ClientRun(List<Exchange> exchanges, Ledger ledger, int connections, int requests) {
  /** How long an answer may take in these tests. */
  static final Duration LIMIT = Duration.ofSeconds(1);

  /** How long a session lasts in these tests: three messages. */
  static final Duration SESSION = Duration.ofMillis(600);

  /** A client that is yet to be run: its kind, how many requests it sends, and how often. */
  record Client(Kind kind, int requests, Duration interval) {
    /** Against a server that follows the script on each connection. */
    ClientRun against(Script script) throws IOException {
      try (ScriptedServer server = ScriptedServer.open(script)) {
        ClientRun run = of(kind, requests, interval, server.address());
        return new ClientRun(run.exchanges, run.ledger, server.connections(), server.requests());
      }
    }

    /** Against such a server after the TLS handshake where the kind has one. */
    ClientRun againstHttp(Script script) throws IOException {
      return against(http(kind, script));
    }
  }

  /** The script after the TLS handshake where the kind has one. */
  static Script http(Kind kind, Script script) {
    TlsServer tls = TlsServer.ANY_HOST; // its key is made before the client's time runs
    return kind == Kind.TLS ? peer -> script.run(tls.handshake(peer)) : script;
  }

  /** A client with an interval that suits its kind. */
  static Client client(Kind kind, int requests) {
    return new Client(kind, requests, kind.session() ? SESSION : Duration.ofMillis(50));
  }

  static ClientRun of(Kind kind, int requests, Duration interval, InetSocketAddress to) {
    Ledger ledger = new Ledger();
    Target target = new Target(to, Requests.own(), LIMIT, SESSION, System::nanoTime, ledger);
    long start = System.nanoTime();
    AtomicLong end = new AtomicLong(start + interval.toNanos() * requests);
    LoadClient.client(kind, target, new Schedule(start, interval.toNanos(), end)).run();
    return new ClientRun(ledger.exchanges(), ledger, 0, 0);
  }

  /** An address that refuses connections. */
  static InetSocketAddress refusingAddress() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return (InetSocketAddress) closed.getLocalSocketAddress();
    }
  }

  List<Ending> endings() {
    return exchanges.stream().map(Exchange::ending).toList();
  }
}
