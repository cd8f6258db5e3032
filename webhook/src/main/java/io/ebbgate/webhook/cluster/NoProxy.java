package io.ebbgate.webhook.cluster;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The hosts that are reached without a proxy, as {@code NO_PROXY} lists them for kubectl and curl:
 * names with all that is below them, with or without {@code *.} or a dot before them, addresses, in
 * brackets too, ranges of addresses, each perhaps with a port, and {@code *} for all. An entry that
 * is none of these matches nothing.
 */
final class NoProxy {
  private final List<String> entries;

  private NoProxy(List<String> entries) {
    this.entries = entries;
  }

  /** Parses a list whose entries are separated by commas or blanks. */
  static NoProxy parse(String text) {
    String separated = text.replace(',', ' ').replace('\t', ' ').toLowerCase(Locale.ROOT);
    return new NoProxy(List.of(separated.split(" ", -1)));
  }

  /** Whether a host, a name or an address without brackets, is among them. */
  boolean covers(String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    Optional<InetAddress> address = address(name);
    return entries.stream().anyMatch(entry -> matches(entry, name, address, port));
  }

  private static boolean matches(
      String entry, String name, Optional<InetAddress> address, int port) {
    if (entry.equals("*")) {
      return true;
    }
    int slash = entry.indexOf('/');
    if (slash >= 0) {
      return address.isPresent()
          && isIn(
              address.get().getAddress(),
              address(entry.substring(0, slash)),
              entry.substring(slash + 1));
    }
    int colon = entry.lastIndexOf(':');
    boolean hasPort = colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
    String host = bare(hasPort ? entry.substring(0, colon) : entry);
    if (hasPort && !entry.substring(colon + 1).equals(String.valueOf(port))) {
      return false;
    }
    Optional<InetAddress> same = address(host);
    if (same.isPresent()) {
      return same.equals(address);
    }
    String domain = host.substring(host.startsWith("*.") ? 2 : host.startsWith(".") ? 1 : 0);
    return !domain.isEmpty() && (name.equals(domain) || name.endsWith("." + domain));
  }

  /** Without the brackets of an IPv6 address. */
  static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static boolean isIn(byte[] address, Optional<InetAddress> range, String prefix) {
    byte[] first = range.map(InetAddress::getAddress).orElse(new byte[0]);
    boolean number =
        !prefix.isEmpty() && prefix.length() <= 3 && prefix.chars().allMatch(NoProxy::isDigit);
    int bits = number ? Integer.parseInt(prefix) : Integer.MAX_VALUE;
    if (first.length != address.length || bits > Byte.SIZE * first.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % Byte.SIZE);
      if ((first[i / Byte.SIZE] & mask) != (address[i / Byte.SIZE] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  /** An address that is written as one; no name is looked up. */
  static Optional<InetAddress> address(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
