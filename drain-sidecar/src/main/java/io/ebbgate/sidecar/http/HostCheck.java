package io.ebbgate.sidecar.http;

import java.net.InetAddress;

/**
 * Accepts {@code Host} headers that name this host, and no name that a web page has rebound to it.
 */
record HostCheck(InetAddress bound) {
  boolean accepts(String header) {
    int colon = header.lastIndexOf(':');
    boolean bracketed = header.endsWith("]");
    String host = colon > 0 && !bracketed ? header.substring(0, colon) : header;
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    String literal =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    try {
      InetAddress named = InetAddress.ofLiteral(literal);
      return named.isLoopbackAddress() || named.equals(bound);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
