package io.ebbgate.tool.load;

import io.ebbgate.core.contract.WireName;
import java.util.Optional;
import java.util.stream.Stream;

/** Which exchanges a ledger keeps whole; all of them are counted. */
enum Retention {
  ALL,
  /** For runs of millions. */
  FAILURES;

  /** The one of that name. */
  static Optional<Retention> named(String name) {
    return Stream.of(values()).filter(keep -> keep.wireName().equals(name)).findFirst();
  }

  boolean keeps(Ending ending) {
    return this == ALL || ending.failed();
  }

  /** As it is written in requests, {@code failures}. */
  String wireName() {
    return WireName.of(this);
  }
}
