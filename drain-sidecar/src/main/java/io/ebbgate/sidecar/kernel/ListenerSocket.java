package io.ebbgate.sidecar.kernel;

import io.ebbgate.core.config.HostPort;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where a TCP listener is bound.
 *
 * @param ipv6 whether it is a socket of IPv6; so is one bound to a mapped address, which Java takes
 *     for an IPv4 address
 * @param address the wildcard of its family, or one address
 * @param port from 1 to 65535
 */
public record ListenerSocket(boolean ipv6, InetAddress address, int port) {
  public ListenerSocket {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("no TCP port: " + port);
    }
  }

  /** From the literal of an address, with or without brackets; empty if it is none. */
  public static Optional<ListenerSocket> of(String address, int port) {
    boolean brackets = address.startsWith("[") && address.endsWith("]");
    String literal = brackets ? address.substring(1, address.length() - 1) : address;
    try {
      return Optional.of(
          new ListenerSocket(literal.contains(":"), InetAddress.ofLiteral(literal), port));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Those of these addresses that are addresses of IP. */
  public static List<ListenerSocket> all(List<HostPort> addresses) {
    return addresses.stream().flatMap(each -> of(each.host(), each.port()).stream()).toList();
  }

  /** The wildcard of its family. */
  boolean wildcard() {
    return address.isAnyLocalAddress();
  }
}
