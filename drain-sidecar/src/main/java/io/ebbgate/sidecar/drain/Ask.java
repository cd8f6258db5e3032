package io.ebbgate.sidecar.drain;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What others ask of the drain, and when; {@code at} is in nanoseconds of the ticker. */
sealed interface Ask {
  /** When it came. */
  long at();

  /** The gateway's preStop hook, or the control port. */
  record Drain(long at, boolean hook, CompletableFuture<Report> answer) implements Ask {
    public Drain {
      requireNonNull(answer);
    }
  }

  /** Calls a drain off that the control port began. */
  record CallOff(long at, CompletableFuture<CallOffAnswer> answer) implements Ask {
    public CallOff {
      requireNonNull(answer);
    }
  }

  /** The sidecar's own preStop hook: the pod is being deleted. */
  record Terminating(long at) implements Ask {}

  /** A hook without the pod's token. */
  record Refused(long at) implements Ask {}

  /** The pod's grace turned out to be this. */
  record Deadline(long at, Duration grace) implements Ask {
    public Deadline {
      requireNonNull(grace);
    }
  }

  /** SIGTERM; the answer comes when the program may end. */
  record Stop(long at, CompletableFuture<Report> answer) implements Ask {
    public Stop {
      requireNonNull(answer);
    }
  }
}
