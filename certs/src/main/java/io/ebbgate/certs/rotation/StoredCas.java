package io.ebbgate.certs.rotation;

import static java.util.Objects.requireNonNull;

/** What was found where the authorities are kept. */
public sealed interface StoredCas {
  /** Nothing. */
  record Absent() implements StoredCas {}

  /**
   * Something that is not ours, and is left alone.
   *
   * @param what a name for a sentence, {@code the Secret edge/ebbgate-ca}
   */
  record Foreign(String what) implements StoredCas {
    public Foreign {
      requireNonNull(what);
    }
  }

  /**
   * Ours, but not to be read.
   *
   * @param why a sentence
   */
  record Corrupt(String why) implements StoredCas {
    public Corrupt {
      requireNonNull(why);
    }
  }

  /** Ours and whole. */
  record Present(CaSet set) implements StoredCas {
    public Present {
      requireNonNull(set);
    }
  }
}
