package io.ebbgate.webhook.load;

import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;

/**
 * A client that holds one session after the other, or one without an end and another when it was
 * cut; the schedule's end closes an open one.
 */
final class SessionClient extends ScheduledClient {
  /** From one message to the next. */
  static final Duration BEAT = Duration.ofMillis(250);

  private static final Duration QUERY = Duration.ofSeconds(1);
  private static final Duration BEFORE_ANOTHER = Duration.ofMillis(500);

  SessionClient(Kind kind, Target target, Schedule schedule) {
    super(kind, target, schedule);
  }

  @Override
  void begin(long intended) {
    if (!kind.endless()) {
      hold(intended);
      return;
    }
    long opened = intended;
    while (schedule.isDue(now())) {
      hold(opened);
      // As a pool does; its database would not like a hundred at once.
      Schedule.sleepUntil(now() + BEFORE_ANOTHER.toNanos(), target.ticker());
      opened = now();
    }
  }

  private void hold(long intended) {
    long opened = now();
    String pod = "";
    boolean echoed = false;
    Ending ending;
    try (Connection connection = target.connect(kind)) {
      connection.limit(target.deadline(opened));
      Session session =
          kind == Kind.WEBSOCKET
              ? WebSocketSession.upgraded(connection, target.requests(), kind)
              : Session.Tcp.greeted(connection);
      pod = session.pod();
      long end = opened + target.session().toNanos();
      long next = now();
      while (end - next > 0 && schedule.isDue(next)) {
        watchUntil(next, connection, session);
        if (kind != Kind.DATABASE_IDLE || !echoed) {
          echo(connection, session, opened + "-" + next);
          echoed = true;
          reconnected();
        }
        next = Math.max(next + beat().toNanos(), now());
      }
      if (schedule.isDue(next)) {
        watchUntil(end, connection, session);
      }
      // However late an echo was, nothing outlives the session by more than the limit.
      connection.limit(target.deadline(end));
      session.close();
      ending = Ending.ANSWERED;
    } catch (IOException failed) {
      ending = ended(failed, echoed);
      cut |= ending.severed();
    }
    target.ended(kind, pod, intended, opened, ending);
  }

  /** Waits and reads: a cut between two messages ends the session at once. */
  private void watchUntil(long nanos, Connection connection, Session session) throws IOException {
    while (!connection.silentUntil(nanos)) {
      connection.limit(target.deadline(now()));
      session.readUnrequested();
    }
  }

  private void echo(Connection connection, Session session, String text) throws IOException {
    connection.limit(target.deadline(now()));
    session.send(text);
    if (!session.receive().equals(text)) {
      throw new ProtocolException("an echo was expected");
    }
  }

  private Duration beat() {
    return kind.endless() ? QUERY : BEAT;
  }

  private static Ending ended(IOException failed, boolean echoed) {
    if (failed instanceof WebSocketSession.NotUpgradedException) {
      return Ending.STATUS;
    }
    Ending unsent = unsent(failed);
    return unsent != Ending.CUT_BEFORE_SENT
        ? unsent
        : echoed ? Ending.CUT_IN_ANSWER : Ending.CUT_UNANSWERED;
  }
}
