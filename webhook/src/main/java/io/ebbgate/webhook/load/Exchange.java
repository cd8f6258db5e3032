package io.ebbgate.webhook.load;

import static java.util.Objects.requireNonNull;

/**
 * One request or one session, in ticker nanoseconds: when it was meant to be sent, when it was, and
 * when it ended. {@code pod} is the pod that answered, empty if the answer does not name it.
 */
public record Exchange(Kind kind, String pod, long intended, long sent, long done, Ending ending) {
  public Exchange {
    requireNonNull(kind);
    requireNonNull(pod);
    requireNonNull(ending);
  }

  /**
   * Nanoseconds from the intended time, so that a stalled server can't hide the requests it delayed
   * (coordinated omission).
   */
  public long latency() {
    return done - intended;
  }
}
