package io.ebbgate.webhook.load;

import io.ebbgate.core.lifecycle.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;

/**
 * Where requests go, and where their endings are recorded.
 *
 * @param limit of an answer, from the sending of its request
 * @param session how long a session lasts
 */
record Target(
    InetSocketAddress address,
    Requests requests,
    Duration limit,
    Duration session,
    Ticker ticker,
    Ledger ledger) {
  Connection connect(Kind kind) throws IOException {
    return new Connection(open(kind), ticker);
  }

  /** Connects, by TLS where the kind does. */
  Socket open(Kind kind) throws IOException {
    if (!requests.tls(kind)) {
      return Transport.PLAIN.open(address, limit);
    }
    return requests.tls()
        ? Transport.TLS.open(address, limit, parameters -> name(kind, parameters))
        : Transport.TLS.open(address, limit);
  }

  private void name(Kind kind, SSLParameters parameters) {
    if (kind == Kind.HTTP2 || kind == Kind.GRPC) {
      parameters.setApplicationProtocols(new String[] {"h2"});
    }
    requests
        .serverName()
        .ifPresent(name -> parameters.setServerNames(List.of(new SNIHostName(name))));
  }

  /** The end of waiting for an answer to a request sent at that time. */
  long deadline(long sent) {
    return sent + limit.toNanos();
  }

  /** Records that a request ended now. */
  void ended(Kind kind, String pod, long intended, long sent, Ending ending) {
    ledger.add(new Exchange(kind, pod, intended, sent, ticker.nanos(), ending));
  }
}
