package io.ebbgate.sidecar;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Socket addresses as text. The only host name is {@code localhost}: a drain needs no DNS. */
final class SocketAddressText {
  static final String HOST_AND_PORT =
      "an IP address or localhost, and a port from 0 to 65535, such as 127.0.0.1:15981";
  static final String ADMIN = "host:port such as 127.0.0.1:9901, or unix:/path";

  private static final Pattern FORM = Pattern.compile("(?:\\[([^\\]]+)]|(.+)):(\\d{1,5})");

  /** Bytes in {@code sun_path}, without its NUL. */
  private static final int LONGEST_PATH = 107;

  private SocketAddressText() {}

  /** Envoy's admin addresses; {@code localhost} is both loopbacks, as Envoy may be on either. */
  static Optional<List<SocketAddress>> admin(String text) {
    if (text.startsWith("unix:/")) {
      String path = text.substring("unix:".length());
      return path.length() <= LONGEST_PATH
          ? Optional.of(List.of(UnixDomainSocketAddress.of(path)))
          : Optional.empty();
    }
    if (text.startsWith("localhost:")) {
      String port = text.substring("localhost".length());
      return bound("127.0.0.1" + port)
          .flatMap(v4 -> bound("[::1]" + port).map(v6 -> List.<SocketAddress>of(v4, v6)));
    }
    return bound(text).filter(address -> address.getPort() > 0).map(List::of);
  }

  /**
   * An address to listen on. The last colon separates address and port, so that {@code
   * $(EBBGATE_POD_IP):15980} works for IPv6 without brackets too.
   */
  static Optional<InetSocketAddress> bound(String text) {
    Matcher matcher = FORM.matcher(text.startsWith("localhost:") ? local(text) : text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    int port = Integer.parseInt(matcher.group(3));
    try {
      InetAddress literal = InetAddress.ofLiteral(host);
      return port <= 65535 ? Optional.of(new InetSocketAddress(literal, port)) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The address as {@link #bound} reads it. */
  static String of(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private static String local(String text) {
    return "127.0.0.1" + text.substring("localhost".length());
  }
}
