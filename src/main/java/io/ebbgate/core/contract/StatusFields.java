package io.ebbgate.core.contract;

/** Fields of the sidecar's status beside those of a verdict. */
public final class StatusFields {
  /** One of {@link PhaseNames}. */
  public static final String PHASE = "phase";

  /** An object with what Envoy has now, while it serves; a number that is unknown is not there. */
  public static final String NOW = "now";

  /** Open connections, a number. */
  public static final String CONNECTIONS = "connections";

  /** Requests in flight, a number. */
  public static final String REQUESTS = "requests";

  private StatusFields() {}
}
