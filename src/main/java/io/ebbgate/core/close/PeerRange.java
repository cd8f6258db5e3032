package io.ebbgate.core.close;

/**
 * Addresses of clients whose first bits are the same, as 128 bits: an IPv4 address is the IPv6
 * address that it is mapped to ({@code ::ffff:10.0.0.1}), as the kernel shows it to a listener of
 * IPv6.
 *
 * @param high the first half of an address in it
 * @param low its second half
 * @param prefix how many bits are the same, from 0 to 128
 */
public record PeerRange(long high, long low, int prefix) {
  private static final int HALF = Long.SIZE;

  public PeerRange {
    if (prefix < 0 || prefix > 2 * HALF) {
      throw new IllegalArgumentException("no length of a prefix: " + prefix);
    }
  }

  /** Whether the address is one of these. */
  public boolean contains(long otherHigh, long otherLow) {
    return ((high ^ otherHigh) & mask(prefix)) == 0
        && ((low ^ otherLow) & mask(prefix - HALF)) == 0;
  }

  /** So many ones, and then zeros. */
  private static long mask(int bits) {
    return bits <= 0 ? 0 : bits >= HALF ? -1 : -1L << (HALF - bits);
  }
}
