package io.ebbgate.sidecar.kernel;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An address as its 128 bits; an IPv4 address is the IPv6 address that it is mapped to ({@code
 * ::ffff:10.0.0.1}), so that both families compare alike.
 */
record IpAddress(long high, long low) {
  private static final long MAPPED = 0xffffL << 32;

  static IpAddress of(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress()).order(ByteOrder.BIG_ENDIAN);
    return bytes.remaining() == Integer.BYTES
        ? new IpAddress(0, mapped(bytes.getInt(0)))
        : new IpAddress(bytes.getLong(0), bytes.getLong(Long.BYTES));
  }

  /** The low half of an IPv4 address; its high half is zero. */
  static long mapped(int ipv4) {
    return MAPPED | Integer.toUnsignedLong(ipv4);
  }
}
