package io.ebbgate.sidecar.drain;

/** The outcome of an attempt to cancel a drain. */
public sealed interface CancelResult {
  /** Envoy serves as before. */
  record Canceled() implements CancelResult {}

  /** The drain can't be canceled; {@code reason} is a sentence for the client. */
  record Rejected(String reason) implements CancelResult {}
}
