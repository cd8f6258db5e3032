package io.ebbgate.core.context;

import java.util.List;

/**
 * How a listener gets its connections, and what it divides them among.
 *
 * @param binds false with {@code bind_to_port: false}: its connections come to the port of a
 *     listener that hands them over
 * @param handsOver with {@code use_original_dst}: connections go on to the listener of the address
 *     that they were meant for
 * @param chains how many filter chains it has, the default one among them
 * @param chainNames of the first of them: a chain's name, with the server names that it matches
 */
public record PortUse(boolean binds, boolean handsOver, int chains, List<String> chainNames) {
  /** A port of its own, and one filter chain. */
  public static final PortUse PLAIN = new PortUse(true, false, 1, List.of());

  public PortUse {
    chainNames = List.copyOf(chainNames);
  }
}
