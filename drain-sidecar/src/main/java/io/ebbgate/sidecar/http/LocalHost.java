package io.ebbgate.sidecar.http;

import java.net.InetAddress;

/** Tells a {@code Host} header that names this host from one of a rebound name. */
record LocalHost(InetAddress bound) {
  boolean allows(String header) {
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
