package io.ebbgate.webhook.load;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.OptionalLong;

/** One client: a request or session at each time of its schedule, late where it comes late. */
abstract sealed class ScheduledClient implements Runnable
    permits Http1Client, Http2Client, SessionClient {
  /** How soon a schedule's moved end is noticed. */
  private static final long SLICE = Duration.ofMillis(250).toNanos();

  protected final Kind kind;
  protected final Target target;
  protected final Schedule schedule;

  /** Whether the last connection was cut, and no other has worked since. */
  protected boolean cut;

  ScheduledClient(Kind kind, Target target, Schedule schedule) {
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
      begin(due.getAsLong());
    }
    finish();
  }

  /** Sends the request, or holds the session, that was due then. */
  abstract void begin(long intended);

  /** Waits until that time, at most a slice away, and keeps an eye on open connections. */
  void idleUntil(long nanos) {
    Schedule.sleepUntil(nanos, target.ticker());
  }

  /** Closes what is open when nothing more is due. */
  void finish() {}

  /** At least one look at the connections, even when late; false if the run has ended. */
  private boolean waitFor(long due) {
    long now = now();
    do {
      idleUntil(now + Math.min(due - now, SLICE));
      if (!schedule.isDue(due)) {
        return false;
      }
      now = now();
    } while (due - now > 0);
    return true;
  }

  /** A connection works; recorded where the one before was cut. */
  final void reconnected() {
    if (cut) {
      target.ledger().reconnected(kind);
    }
    cut = false;
  }

  final long now() {
    return target.ticker().nanos();
  }

  /** The ending of a request that was not sent. */
  static Ending unsent(IOException failed) {
    return switch (failed) {
      case ConnectException _, NoRouteToHostException _ -> Ending.REFUSED;
      case SocketTimeoutException _ -> Ending.TIMEOUT;
      case ProtocolException _ -> Ending.GARBLED;
      default -> Ending.CUT_BEFORE_SENT;
    };
  }
}
