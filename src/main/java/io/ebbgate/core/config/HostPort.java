package io.ebbgate.core.config;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code host:port} as every setting of both programs takes it. The last colon separates the two,
 * so that {@code $(EBBGATE_POD_IP):15980} works for IPv6 without brackets too.
 *
 * @param host without brackets; not resolved
 * @param port from 0 to 65535
 */
public record HostPort(String host, int port) {
  private static final int MAX_PORT = 65_535;
  private static final int LONGEST_IPV4 = 15;

  public HostPort {
    requireNonNull(host);
    if (host.isEmpty() || port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("a host is not empty, a port is from 0 to " + MAX_PORT);
    }
  }

  /** The two parts, or empty where the text has another form. */
  public static Optional<HostPort> parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      return Optional.empty();
    }
    String left = text.substring(0, colon);
    boolean bracketed = left.startsWith("[") && left.endsWith("]");
    String host = bracketed ? left.substring(1, left.length() - 1) : left;
    return host.isEmpty() || host.indexOf('[') >= 0 || host.indexOf(']') >= 0
        ? Optional.empty()
        : parsePort(text.substring(colon + 1)).map(port -> new HostPort(host, port));
  }

  /** A port from 0 to 65535 in decimal digits without leading zeros. */
  public static Optional<Integer> parsePort(String text) {
    boolean digits =
        !text.isEmpty()
            && text.length() <= 5
            && new TextCursor(text).take(TextCursor::isDigit).length() == text.length();
    if (!digits || (text.length() > 1 && text.charAt(0) == '0')) {
      return Optional.empty();
    }
    return Optional.of(Integer.parseInt(text)).filter(port -> port <= MAX_PORT);
  }

  /** Whether the host is {@code localhost}, {@code ::1} or four octets from 127.0.0.0/8. */
  public boolean isLoopback() {
    if (host.equals("localhost") || host.equals("::1")) {
      return true;
    }
    if (host.length() > LONGEST_IPV4) {
      return false;
    }
    String[] octets = host.split("\\.", -1);
    return octets.length == 4
        && octets[0].equals("127")
        && Stream.of(octets).allMatch(octet -> parsePort(octet).filter(n -> n <= 255).isPresent());
  }

  /** The text that {@link #parse} reads back, IPv6 in brackets. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
