package io.ebbgate.sidecar.kernel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which sockets belong to the chosen listeners: those whose local address and port a listener is
 * bound to.
 *
 * <p>A socket has its listener's family. So a wildcard of IPv6 has IPv4 peers as mapped addresses
 * in its own family, and a socket of the other family on the same port is another listener's.
 */
final class ListenerFilter {
  /** {@code AF_INET} and {@code AF_INET6}. */
  static final int IPV4 = 2;

  static final int IPV6 = 10;

  private final List<ListenerSocket> ofIpv4 = new ArrayList<>();
  private final List<ListenerSocket> ofIpv6 = new ArrayList<>();
  private final BitSet wildcardIpv4 = new BitSet();
  private final BitSet wildcardIpv6 = new BitSet();
  private final BitSet addressed = new BitSet();

  /** An array, as going through a list makes garbage for each socket. */
  private final Bound[] bounds;

  private record Bound(boolean ipv6, IpAddress address, int port) {}

  ListenerFilter(List<ListenerSocket> listeners) {
    List<Bound> all = new ArrayList<>();
    for (ListenerSocket listener : listeners) {
      (listener.ipv6() ? ofIpv6 : ofIpv4).add(listener);
      if (listener.wildcard()) {
        (listener.ipv6() ? wildcardIpv6 : wildcardIpv4).set(listener.port());
      } else {
        addressed.set(listener.port());
        all.add(new Bound(listener.ipv6(), IpAddress.of(listener.address()), listener.port()));
      }
    }
    bounds = all.toArray(new Bound[0]);
  }

  /** The listeners that may have sockets of this family. */
  List<ListenerSocket> listeners(int family) {
    return family == IPV4 ? ofIpv4 : ofIpv6;
  }

  boolean matches(int family, long high, long low, int port) {
    if ((family == IPV4 ? wildcardIpv4 : wildcardIpv6).get(port)) {
      return true;
    }
    if (!addressed.get(port)) {
      return false;
    }
    for (Bound bound : bounds) {
      if (bound.port == port
          && bound.ipv6 == (family == IPV6)
          && bound.address.low() == low
          && bound.address.high() == high) {
        return true;
      }
    }
    return false;
  }
}
