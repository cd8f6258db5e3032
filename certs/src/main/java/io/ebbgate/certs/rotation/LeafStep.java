package io.ebbgate.certs.rotation;

import static java.util.Objects.requireNonNull;

import io.ebbgate.certs.issue.Credential;
import java.time.Duration;
import java.time.Instant;

/** What a replica does about its leaf. */
public sealed interface LeafStep {
  /** Go on with the one it has, and look again then. */
  record Keep(Instant until) implements LeafStep {
    public Keep {
      requireNonNull(until);
    }
  }

  /** Make one of this authority that lasts so long. */
  record Issue(Credential authority, Duration life, String why) implements LeafStep {
    public Issue {
      requireNonNull(authority);
      requireNonNull(life);
      requireNonNull(why);
    }
  }

  /** There is none that the API server would trust. */
  record Wanting(String why) implements LeafStep {
    public Wanting {
      requireNonNull(why);
    }
  }
}
