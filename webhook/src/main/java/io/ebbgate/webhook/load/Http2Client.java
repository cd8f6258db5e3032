package io.ebbgate.webhook.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An HTTP/2 client: it sends each request when it is due, however many are in flight. */
final class Http2Client extends ScheduledClient {
  private static final long LAST_CHECKS = Duration.ofMillis(10).toNanos();

  private final List<Http2Connection> connections = new ArrayList<>();

  Http2Client(Kind kind, Target target, Schedule schedule) {
    super(kind, target, schedule);
  }

  @Override
  void idleUntil(long nanos) {
    super.idleUntil(nanos);
    removeEnded();
  }

  private void removeEnded() {
    for (Http2Connection ended : connections.stream().filter(Http2Connection::expire).toList()) {
      cut |= ended.cut();
      connections.remove(ended);
    }
  }

  @Override
  void begin(long intended) {
    if (!connections.isEmpty() && connections.getLast().send(intended)) {
      return;
    }
    removeEnded();
    long sent = now();
    try {
      Http2Connection fresh = Http2Connection.open(kind, target);
      connections.add(fresh);
      reconnected();
      if (!fresh.send(intended)) {
        // Ended between its opening and now: nothing was written.
        target.ended(kind, "", intended, sent, Ending.CUT_BEFORE_SENT);
      }
    } catch (IOException failed) {
      target.ended(kind, "", intended, sent, unsent(failed));
    }
  }

  @Override
  void finish() {
    connections.forEach(Http2Connection::closeWhenDone);
    while (!connections.isEmpty()) {
      idleUntil(now() + LAST_CHECKS);
    }
  }
}
