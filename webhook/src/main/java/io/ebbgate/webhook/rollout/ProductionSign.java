package io.ebbgate.webhook.rollout;

import static java.util.Objects.requireNonNull;

/**
 * Something that makes a target look like one that people depend on.
 *
 * @param found the name, {@code key=value} of the label, or the address and whose it is
 */
record ProductionSign(Type type, String found) {
  /** Where it was found. */
  enum Type {
    CONTEXT,
    NAMESPACE,
    LABEL,
    PUBLIC_ADDRESS
  }

  ProductionSign {
    requireNonNull(type);
    requireNonNull(found);
  }

  /** For the user. */
  String clause() {
    return switch (type) {
      case CONTEXT -> "the context is called \"" + found + '"';
      case NAMESPACE -> "the namespace is called \"" + found + '"';
      case LABEL -> "the namespace has the label " + found;
      case PUBLIC_ADDRESS -> found + " is public";
    };
  }
}
