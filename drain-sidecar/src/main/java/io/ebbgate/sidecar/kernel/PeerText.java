package io.ebbgate.sidecar.kernel;

import io.ebbgate.core.close.PeerRange;
import io.ebbgate.core.config.TextCursor;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/** Addresses of clients as text: {@code 10.0.0.7}, {@code 10.1.0.0/16}, {@code fd00::/8}. */
public final class PeerText {
  private static final int BITS = 128;

  private PeerText() {}

  /** The range, or empty where the text is none. */
  public static Optional<PeerRange> range(String text) {
    int slash = text.indexOf('/');
    return address(slash < 0 ? text : text.substring(0, slash))
        .flatMap(address -> {
          int bits = Byte.SIZE * address.getAddress().length;
          OptionalInt prefix =
              slash < 0 ? OptionalInt.of(bits) : prefix(text.substring(slash + 1), bits);
          IpAddress first = IpAddress.of(address);
          return prefix.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new PeerRange(first.high(), first.low(), BITS - bits + prefix.getAsInt()));
        });
  }

  private static Optional<InetAddress> address(String literal) {
    try {
      // A zone names an interface, which no address of a client has.
      return literal.indexOf('%') >= 0
          ? Optional.empty()
          : Optional.of(InetAddress.ofLiteral(literal));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static OptionalInt prefix(String text, int most) {
    TextCursor cursor = new TextCursor(text);
    OptionalInt number = cursor.number(3);
    return cursor.atEnd() && number.isPresent() && number.getAsInt() <= most
        ? number
        : OptionalInt.empty();
  }
}
