package io.ebbgate.system.load;

import java.time.Duration;
import java.util.List;

/** Who asks, and how often. The schedule is fixed: a slow server makes nobody ask less. */
public record LoadPlan(List<Crowd> crowds) {
  /** The least rate that leaves something for every kind of client. */
  public static final int LEAST_RATE = 50;

  public LoadPlan {
    crowds = List.copyOf(crowds);
  }

  /**
   * All five kinds, about {@code perSecond} requests a second together, at least {@link
   * #LEAST_RATE}.
   */
  public static LoadPlan mixed(int perSecond) {
    if (perSecond < LEAST_RATE) {
      throw new IllegalArgumentException(perSecond + " requests a second");
    }
    Crowd idle = new Crowd(Kind.IDLE, 24, Duration.ofMillis(2_500));
    Crowd slow = new Crowd(Kind.SLOW, 12, Duration.ofSeconds(4));
    double rest = perSecond - idle.perSecond() - slow.perSecond();
    return new LoadPlan(
        List.of(
            Crowd.of(Kind.KEEP_ALIVE, rest * 0.4, 10),
            Crowd.of(Kind.NEW_CONNECTION, rest * 0.3, 5),
            Crowd.of(Kind.HTTP2, rest * 0.3, 25),
            idle,
            slow));
  }

  /** The same without one kind. */
  public LoadPlan without(Kind kind) {
    return new LoadPlan(crowds.stream().filter(crowd -> crowd.kind() != kind).toList());
  }
}
