package io.ebbgate.certs.rotation;

import static java.util.Objects.requireNonNull;

/** What was found in the CA Secret. */
public sealed interface StoredCas {
  /** There is no Secret. */
  record Absent() implements StoredCas {}

  /**
   * A Secret that is not ours, and is left alone.
   *
   * @param what a name for a sentence, {@code the Secret edge/ebbgate-ca}
   */
  record Foreign(String what) implements StoredCas {
    public Foreign {
      requireNonNull(what);
    }
  }

  /**
   * Ours, but unreadable.
   *
   * @param why a sentence
   */
  record Corrupt(String why) implements StoredCas {
    public Corrupt {
      requireNonNull(why);
    }
  }

  /** Ours and complete. */
  record Present(CaSet set) implements StoredCas {
    public Present {
      requireNonNull(set);
    }
  }
}
