package io.ebbgate.sidecar.kernel;

import java.io.IOException;

/**
 * One line of {@code /proc/net/tcp} or {@code tcp6}: words of hexadecimal digits, of which the
 * first five are the line's number, local and remote address with their ports, the state and both
 * queues.
 */
final class ProcSocket {
  private static final int ESTABLISHED = 1;
  private static final int CLOSE_WAIT = 8;

  private byte[] line = new byte[0];
  private int at;
  private int end;

  private long localHigh;
  private long localLow;
  private int localPort;
  private long remoteHigh;
  private long remoteLow;
  private int remotePort;
  private int state;
  private boolean queued;
  private int family;

  /** Reads a line; it has to stay while its values are used no longer than this. */
  void read(byte[] bytes, int length, int ofFamily) throws IOException {
    line = bytes;
    at = 0;
    end = length;
    family = ofFamily;
    word();
    while (at < end && line[at] != ' ') {
      at++;
    }
    word();
    localHigh = ipv6() ? half() : 0;
    localLow = ipv6() ? half() : IpAddress.mapped(group());
    localPort = port();
    word();
    remoteHigh = ipv6() ? half() : 0;
    remoteLow = ipv6() ? half() : IpAddress.mapped(group());
    remotePort = port();
    word();
    state = (int) digits(2);
    word();
    long sending = digits(8);
    colon();
    queued = (sending | digits(8)) != 0;
  }

  private boolean ipv6() {
    return family == ListenerFilter.IPV6;
  }

  private void word() {
    while (at < end && line[at] == ' ') {
      at++;
    }
  }

  private int port() throws IOException {
    colon();
    return (int) digits(4);
  }

  private void colon() throws IOException {
    if (at >= end || line[at++] != ':') {
      throw new IOException("a line without its colon");
    }
  }

  private long half() throws IOException {
    long first = Integer.toUnsignedLong(group());
    return (first << 32) | Integer.toUnsignedLong(group());
  }

  /** Four bytes of an address are one number of the machine, which is little endian. */
  private int group() throws IOException {
    return Integer.reverseBytes((int) digits(8));
  }

  private long digits(int count) throws IOException {
    long value = 0;
    for (int i = 0; i < count; i++) {
      int digit = at < end ? Character.digit(line[at++], 16) : -1;
      if (digit < 0) {
        throw new IOException("a line without its digits");
      }
      value = (value << 4) | digit;
    }
    return value;
  }

  /** True for a connection that the client may still expect something of. */
  boolean open() {
    return state == ESTABLISHED || state == CLOSE_WAIT;
  }

  int family() {
    return family;
  }

  long localHigh() {
    return localHigh;
  }

  long localLow() {
    return localLow;
  }

  int localPort() {
    return localPort;
  }

  /** Data that Envoy has not read, or that the peer has not acknowledged. */
  boolean queued() {
    return queued;
  }

  /** Names the socket by both addresses and ports, never zero; hardly ever two share one. */
  long key() {
    long key = mixed(mixed(remoteHigh) + remoteLow);
    key = mixed(key + mixed(mixed(localHigh) + localLow));
    key = mixed(key + (((long) remotePort << 16) | localPort));
    return key == 0 ? 1 : key;
  }

  private static long mixed(long bits) {
    long product = bits * 0x9e3779b97f4a7c15L;
    return product ^ (product >>> 32);
  }
}
