package io.ebbgate.webhook.load;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** An HTTP/1.1 client with at most one connection. */
final class Http1Client extends ScheduledClient {
  private Optional<Connection> kept = Optional.empty();

  Http1Client(Kind kind, Target target, Schedule schedule) {
    super(kind, target, schedule);
  }

  @Override
  void idleUntil(long nanos) {
    if (kept.isEmpty()) {
      super.idleUntil(nanos);
    } else if (!isSilent(kept.get(), nanos)) {
      target.ledger().add(kind, CleanClose.CLOSED_IDLE);
      finish();
    }
  }

  @Override
  void begin(long intended) {
    long sent = now();
    Connection connection;
    try {
      connection = kept.isPresent() ? kept.get() : target.connect(kind);
      kept = Optional.of(connection);
      sent = now();
      String head =
          "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: strict\r\n\r\n"
              .formatted(target.requests().path(kind), target.requests().host());
      connection.write(head.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException failed) {
      target.ended(kind, "", intended, sent, unsent(failed));
      finish();
      return;
    }
    try {
      connection.limit(target.deadline(sent));
      Http1Answer answer = Http1Answer.read(connection.in());
      boolean good = answer.status() / 100 == 2;
      String pod = answer.value(LoadClient.POD_HEADER);
      target.ended(kind, pod, intended, sent, good ? Ending.ANSWERED : Ending.STATUS);
      reconnected();
      keepOrClose(answer);
    } catch (IOException failed) {
      Ending ending = unanswered(failed, connection.touched());
      target.ended(kind, "", intended, sent, ending);
      cut |= ending.severed();
      finish();
    }
  }

  @Override
  void finish() {
    kept.ifPresent(Connection::close);
    kept = Optional.empty();
  }

  private void keepOrClose(Http1Answer answer) {
    if (answer.close()) {
      target.ledger().add(kind, CleanClose.TOLD_TO_CLOSE);
      finish();
    } else if (kind == Kind.NEW_CONNECTION || kind == Kind.HEALTH_CHECK) {
      finish();
    }
  }

  /** Waits until then; false as soon as the server closes or sends anything unrequested. */
  private static boolean isSilent(Connection connection, long nanos) {
    try {
      return connection.silentUntil(nanos);
    } catch (IOException reset) {
      return false;
    }
  }

  private static Ending unanswered(IOException failed, boolean answering) {
    return switch (failed) {
      case SocketTimeoutException _ -> Ending.TIMEOUT;
      case ProtocolException _, SSLException _ -> Ending.GARBLED;
      default -> answering ? Ending.CUT_IN_ANSWER : Ending.CUT_UNANSWERED;
    };
  }
}
