package io.ebbgate.tool.load;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * One client that has a session again and again. One that comes due late is opened late; one that
 * is still held when the schedule ends is left then.
 */
final class SessionUser implements Runnable {
  /** From one message to the next. */
  static final Duration BEAT = Duration.ofMillis(250);

  private final Kind kind;
  private final Target target;
  private final Schedule schedule;

  SessionUser(Kind kind, Target target, Schedule schedule) {
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
      hold(due.getAsLong());
    }
  }

  private boolean waitFor(long due) {
    for (long now = now(); due - now > 0 && schedule.stands(due); now = now()) {
      Pause.until(now + Math.min(due - now, BEAT.toNanos()), target.ticker());
    }
    return schedule.stands(due);
  }

  private void hold(long intended) {
    long opened = now();
    String pod = "";
    boolean echoed = false;
    Ending ending;
    try (Connection line =
        Connection.open(kind.dial(), target.address(), target.limit(), target.ticker())) {
      line.limit(target.deadline(opened));
      Session session = begin(line);
      pod = session.pod();
      long end = opened + target.session().toNanos();
      long next = now();
      while (end - next > 0 && schedule.stands(next)) {
        rest(line, session, next);
        echo(line, session, opened + "-" + next);
        echoed = true;
        next = Math.max(next + BEAT.toNanos(), now());
      }
      if (schedule.stands(next)) {
        rest(line, session, end);
      }
      // However late an echo was, nothing outlives the session by more than the limit.
      line.limit(target.deadline(end));
      session.leave();
      ending = Ending.ANSWERED;
    } catch (IOException failed) {
      ending = ended(failed, echoed);
    }
    target.ended(kind, pod, intended, opened, ending);
  }

  private Session begin(Connection line) throws IOException {
    return kind == Kind.WEBSOCKET
        ? WebSocketSession.upgraded(line, kind.path())
        : TcpSession.greeted(line);
  }

  /** Waits, and watches: who is cut between two messages learns it at once. */
  private void rest(Connection line, Session session, long until) throws IOException {
    while (!line.silentUntil(until)) {
      line.limit(target.deadline(now()));
      session.interrupted();
    }
  }

  private void echo(Connection line, Session session, String text) throws IOException {
    line.limit(target.deadline(now()));
    session.say(text);
    if (!session.hear().equals(text)) {
      throw new ProtocolException("an echo was expected");
    }
  }

  private long now() {
    return target.ticker().nanos();
  }

  private static Ending ended(IOException failed, boolean echoed) {
    return switch (failed) {
      case ConnectException _, NoRouteToHostException _ -> Ending.REFUSED;
      case NotUpgradedException _ -> Ending.STATUS;
      case SocketTimeoutException _ -> Ending.TIMEOUT;
      case ProtocolException _ -> Ending.GARBLED;
      default -> echoed ? Ending.CUT_IN_ANSWER : Ending.CUT_UNANSWERED;
    };
  }
}
