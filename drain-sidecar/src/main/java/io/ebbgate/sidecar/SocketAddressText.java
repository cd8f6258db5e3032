package io.ebbgate.sidecar;

import io.ebbgate.core.config.HostPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.Optional;

/** Socket addresses as text. The only host name is {@code localhost}: a drain needs no DNS. */
final class SocketAddressText {
  static final String HOST_AND_PORT =
      "an IP address or localhost, and a port from 0 to 65535, such as 127.0.0.1:15981";
  static final String ADMIN = "host:port such as 127.0.0.1:9901, or unix:/path";

  /** Bytes in {@code sun_path}, without its NUL. */
  private static final int LONGEST_PATH = 107;

  private static final String LOOPBACK = "127.0.0.1";

  private SocketAddressText() {}

  /** Envoy's admin addresses; {@code localhost} is both loopbacks, as Envoy may be on either. */
  static Optional<List<SocketAddress>> admin(String text) {
    if (text.startsWith("unix:/")) {
      String path = text.substring("unix:".length());
      return path.length() <= LONGEST_PATH
          ? Optional.of(List.of(UnixDomainSocketAddress.of(path)))
          : Optional.empty();
    }
    boolean localhost = HostPort.parse(text).filter(SocketAddressText::isLocalhost).isPresent();
    return bound(text)
        .filter(address -> address.getPort() > 0)
        .map(address ->
            localhost ? List.of(address, socket("::1", address.getPort())) : List.of(address));
  }

  /**
   * An address to listen on. The last colon separates address and port, so that {@code
   * $(EBBGATE_POD_IP):15980} works for IPv6 without brackets too.
   */
  static Optional<InetSocketAddress> bound(String text) {
    try {
      return HostPort.parse(text)
          .map(each -> socket(isLocalhost(each) ? LOOPBACK : each.host(), each.port()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The address as {@link #bound} reads it. */
  static String of(InetSocketAddress address) {
    return new HostPort(address.getAddress().getHostAddress(), address.getPort()).toString();
  }

  private static boolean isLocalhost(HostPort address) {
    return address.host().equals("localhost");
  }

  private static InetSocketAddress socket(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }
}
