package io.ebbgate.sidecar.envoy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/** IPv6 addresses as Envoy, and so its statistics, spell them (RFC 5952, {@code inet_ntop}). */
final class Ipv6Text {
  private Ipv6Text() {}

  /** The one spelling of this address; a text that is no IPv6 address stays as it is. */
  static String canonical(String text) {
    if (!text.contains(":") || text.contains("%")) {
      return text;
    }
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      return address instanceof Inet4Address mapped
          ? "::ffff:" + mapped.getHostAddress()
          : text(address.getAddress());
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  private static String text(byte[] bytes) {
    String[] words = new String[8];
    for (int i = 0; i < 8; i++) {
      words[i] = Integer.toHexString(((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff));
    }
    int zeros = 0;
    int from = 0;
    for (int i = 0; i < 8; i++) {
      int run = 0;
      while (i + run < 8 && words[i + run].equals("0")) {
        run++;
      }
      if (run > zeros) {
        zeros = run;
        from = i;
      }
    }
    return zeros < 2
        ? joined(words, 0, 8)
        : joined(words, 0, from) + "::" + joined(words, from + zeros, 8);
  }

  private static String joined(String[] words, int from, int to) {
    return String.join(":", Arrays.copyOfRange(words, from, to));
  }
}
