package io.ebbgate.core.contract;

/** Fields of the sidecar's answer to a request to close connections that it refuses. */
public final class CloseErrors {
  /** {@link #OUTDATED} or {@link #SHARED}, where a program has to know. */
  public static final String REASON = "reason";

  /** Envoy's listeners have changed since they were read; try again in five seconds. */
  public static final String OUTDATED = "outdated";

  /** Clients of other listeners or filter chains, which the answer names, would be hit too. */
  public static final String SHARED = "shared";

  /** The port that the listener shares, a number; the first, where it has several. */
  public static final String PORT = "port";

  /** Names of the other listeners at that port; with status 404, of those that there are. */
  public static final String LISTENERS = "listeners";

  /** How many filter chains the listener has, a number; absent where that is unknown. */
  public static final String FILTER_CHAINS = "filterChains";

  /** Names of the first of them. */
  public static final String FILTER_CHAIN_NAMES = "filterChainNames";

  private CloseErrors() {}
}
