package io.ebbgate.certs.rotation;

import static java.util.Objects.requireNonNull;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** The one next thing to do; after it the facts are gathered anew. */
public sealed interface RotationStep {
  /**
   * Make a first authority and store it.
   *
   * @param trusted whom the registration trusts already, whose leaves may still be shown
   * @param why a sentence for the log
   */
  record Begin(List<RetiredCa> trusted, String why) implements RotationStep {
    public Begin {
      trusted = List.copyOf(trusted);
      requireNonNull(why);
    }
  }

  /**
   * Make one more authority and store it.
   *
   * @param set what is stored now
   */
  record Renew(CaSet set, String why) implements RotationStep {
    public Renew {
      requireNonNull(set);
      requireNonNull(why);
    }
  }

  /** Store this. */
  record Store(CaSet set, String why) implements RotationStep {
    public Store {
      requireNonNull(set);
      requireNonNull(why);
    }
  }

  /** Let the registration trust these and nobody else. */
  record Publish(List<X509Certificate> bundle) implements RotationStep {
    public Publish {
      bundle = List.copyOf(bundle);
    }
  }

  /** Nothing is due before then. */
  record Rest(Instant until) implements RotationStep {
    public Rest {
      requireNonNull(until);
    }
  }

  /** Nothing can be done before somebody does what the sentence says. */
  record Blocked(String why) implements RotationStep {
    public Blocked {
      requireNonNull(why);
    }
  }
}
