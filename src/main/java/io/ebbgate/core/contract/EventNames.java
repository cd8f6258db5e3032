package io.ebbgate.core.contract;

/** Names of the Events that report drains. */
public final class EventNames {
  /** Their reporting controller. */
  public static final String REPORTER = Annotations.PREFIX + "observer";

  /** Prefix of their names; the pod's UID follows. */
  public static final String PREFIX = "ebbgate-drain-";

  /**
   * Prefix of those of listeners' drains in a pod that stays; the pod's UID and the time of their
   * end follow.
   */
  public static final String LISTENERS_PREFIX = "ebbgate-listeners-";

  /** Behind the UID, where another Event, which no replica wrote, has the name without it. */
  public static final String NAME_TAKEN = "-observed";

  /** At the end, where the Event is on the pod's workload. */
  public static final String ON_WORKLOAD = "-workload";

  /** The reporting controller of those of switchovers. */
  public static final String SWITCHOVER_REPORTER = Annotations.PREFIX + "switchover";

  /** Prefix of their names; the switchover's id follows. */
  public static final String SWITCHOVER_PREFIX = "ebbgate-switchover-";

  private EventNames() {}
}
