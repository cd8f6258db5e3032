package io.ebbgate.tool.cluster;

import io.ebbgate.tool.load.Kind;
import io.ebbgate.tool.load.LoadPlan;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who asks a gateway, and how often.
 *
 * @param rate requests a second, together
 * @param sessions how long those last that are sessions
 * @param brief whether only failures are kept of each request, for many of them
 */
public record Load(int rate, List<Kind> kinds, Duration sessions, boolean brief) {
  public Load {
    kinds = List.copyOf(kinds);
    if (rate < LoadPlan.LEAST_RATE) {
      throw new IllegalArgumentException(rate + " requests a second");
    }
  }

  /** Every kind of client, at a rate that leaves a small machine time for what it looks at. */
  public static Load everything() {
    return new Load(300, List.of(Kind.values()), Duration.ofSeconds(4), false);
  }

  /** Plain HTTP as most gateways have it: the numbers that rivals are compared by. */
  public static Load baseline() {
    return everything()
        .of(Kind.KEEP_ALIVE, Kind.NEW_CONNECTION, Kind.IDLE, Kind.SLOW, Kind.HTTP2)
        .at(1_100);
  }

  /** Only these kinds. */
  public Load of(Kind... some) {
    return new Load(rate, List.of(some), sessions, brief);
  }

  /** All but these. */
  public Load without(Kind... some) {
    Set<Kind> left = new TreeSet<>(kinds);
    List.of(some).forEach(left::remove);
    return new Load(rate, List.copyOf(left), sessions, brief);
  }

  /** At another rate. */
  public Load at(int perSecond) {
    return new Load(perSecond, kinds, sessions, brief);
  }

  /** With sessions of another length. */
  public Load lasting(Duration length) {
    return new Load(rate, kinds, length, brief);
  }

  /** With nothing kept of requests that did not fail. */
  public Load keepingFailures() {
    return new Load(rate, kinds, sessions, true);
  }
}
