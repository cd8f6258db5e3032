package io.ebbgate.tool.load;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLException;

/** One HTTP/1.1 client with at most one connection. A request that comes due late is sent late. */
final class Http1User implements Runnable {
  /** How soon a moved end is noticed. */
  private static final long SLICE = Duration.ofMillis(250).toNanos();

  private final Kind kind;
  private final Target target;
  private final Schedule schedule;
  private Optional<Http1Connection> kept = Optional.empty();

  Http1User(Kind kind, Target target, Schedule schedule) {
    this.kind = kind;
    this.target = target;
    this.schedule = schedule;
  }

  @Override
  public void run() {
    for (OptionalLong due = schedule.next(); due.isPresent(); due = schedule.next()) {
      if (!waitFor(due.getAsLong())) {
        break;
      }
      ask(due.getAsLong());
    }
    drop();
  }

  /**
   * Waits until a request is due, watching the kept connection; false if it is no longer wanted.
   */
  private boolean waitFor(long due) {
    long now = target.ticker().nanos();
    do {
      long until = now + Math.min(due - now, SLICE);
      if (kept.isEmpty()) {
        Pause.until(until, target.ticker());
      } else if (!kept.get().silentUntil(until)) {
        target.ledger().add(CleanClose.CLOSED_IDLE);
        drop();
      }
      if (!schedule.stands(due)) {
        return false;
      }
      now = target.ticker().nanos();
    } while (due - now > 0);
    return true;
  }

  private void ask(long intended) {
    long sent = target.ticker().nanos();
    Http1Connection connection;
    try {
      connection = kept.isPresent() ? kept.get() : open();
      sent = target.ticker().nanos();
      connection.send(kind.path());
    } catch (IOException failed) {
      target.ended(kind, "", intended, sent, unsent(failed));
      drop();
      return;
    }
    try {
      Http1Answer answer = connection.answer(target.deadline(sent));
      boolean good = answer.status() / 100 == 2;
      String pod = answer.value(LoadClient.POD_HEADER);
      target.ended(kind, pod, intended, sent, good ? Ending.ANSWERED : Ending.STATUS);
      settle(answer);
    } catch (IOException failed) {
      target.ended(kind, "", intended, sent, unanswered(failed, connection.answering()));
      drop();
    }
  }

  private void settle(Http1Answer answer) {
    if (answer.close()) {
      target.ledger().add(CleanClose.TOLD_TO_CLOSE);
      drop();
    } else if (kind == Kind.NEW_CONNECTION) {
      drop();
    }
  }

  private Http1Connection open() throws IOException {
    Http1Connection connection = Http1Connection.open(kind, target);
    kept = Optional.of(connection);
    return connection;
  }

  private void drop() {
    kept.ifPresent(Http1Connection::close);
    kept = Optional.empty();
  }

  static Ending unsent(IOException failed) {
    return switch (failed) {
      case ConnectException _, NoRouteToHostException _ -> Ending.REFUSED;
      case SocketTimeoutException _ -> Ending.TIMEOUT;
      case ProtocolException _ -> Ending.GARBLED;
      default -> Ending.CUT_BEFORE_SENT;
    };
  }

  private static Ending unanswered(IOException failed, boolean answering) {
    return switch (failed) {
      case SocketTimeoutException _ -> Ending.TIMEOUT;
      case ProtocolException _, SSLException _ -> Ending.GARBLED;
      default -> answering ? Ending.CUT_IN_ANSWER : Ending.CUT_UNANSWERED;
    };
  }
}
