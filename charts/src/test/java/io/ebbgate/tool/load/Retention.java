package io.ebbgate.tool.load;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which exchanges a ledger keeps whole; all of them are counted. */
enum Retention {
  ALL,
  /** For runs of millions. */
  FAILURES;

  /** The one of that word. */
  static Optional<Retention> named(String word) {
    return Stream.of(values()).filter(keep -> keep.wireName().equals(word)).findFirst();
  }

  boolean keeps(Ending ending) {
    return this == ALL || ending.failed();
  }

  /** The word in requests, {@code failures}. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
