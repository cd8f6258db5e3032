package io.ebbgate.certs.rotation;

/** What was found in the CA Secret. */
public sealed interface StoredCas {
  /** There is no Secret. */
  record Absent() implements StoredCas {}

  /**
   * A Secret that is not ours, and is left alone.
   *
   * @param what a name for a sentence, {@code the Secret edge/ebbgate-ca}
   */
  record Foreign(String what) implements StoredCas {}

  /**
   * Ours, but unreadable.
   *
   * @param why a sentence
   */
  record Corrupt(String why) implements StoredCas {}

  /** Ours and complete. */
  record Present(CaSet set) implements StoredCas {}
}
