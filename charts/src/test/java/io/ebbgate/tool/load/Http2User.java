package io.ebbgate.tool.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** One HTTP/2 client: requests go out when they are due, however many are still in flight. */
final class Http2User implements Runnable {
  private static final long SLICE = Duration.ofMillis(250).toNanos();
  private static final long LAST_LOOK = Duration.ofMillis(10).toNanos();

  private final Kind kind;
  private final Target target;
  private final Schedule schedule;
  private final List<Http2Connection> connections = new ArrayList<>();

  Http2User(Kind kind, Target target, Schedule schedule) {
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
    connections.forEach(Http2Connection::leave);
    while (!connections.isEmpty()) {
      connections.removeIf(Http2Connection::expire);
      Pause.until(target.ticker().nanos() + LAST_LOOK, target.ticker());
    }
  }

  private boolean waitFor(long due) {
    for (long now = target.ticker().nanos(); due - now > 0; now = target.ticker().nanos()) {
      Pause.until(now + Math.min(due - now, SLICE), target.ticker());
      connections.removeIf(Http2Connection::expire);
    }
    return schedule.stands(due);
  }

  private void ask(long intended) {
    if (!connections.isEmpty() && connections.getLast().ask(intended)) {
      return;
    }
    long sent = target.ticker().nanos();
    try {
      Http2Connection fresh = Http2Connection.open(kind, target);
      connections.add(fresh);
      if (!fresh.ask(intended)) {
        // Ended between its opening and now: nothing was written.
        target.ended(kind, "", intended, sent, Ending.CUT_BEFORE_SENT);
      }
    } catch (IOException failed) {
      target.ended(kind, "", intended, sent, Http1User.unsent(failed));
    }
  }
}
