package io.ebbgate.core.contract;

/** Names of the Events that report drains. */
public final class EventNames {
  /** Their reporting controller. */
  public static final String REPORTER = Annotations.PREFIX + "observer";

  /** Prefix of their names; the pod's UID follows. */
  public static final String PREFIX = "ebbgate-drain-";

  /** Behind the UID, where another Event, which no replica wrote, has the name without it. */
  public static final String NAME_TAKEN = "-observed";

  /** At the end, where the Event is on the pod's workload. */
  public static final String ON_WORKLOAD = "-workload";

  private EventNames() {}
}
