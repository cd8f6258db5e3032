package io.ebbgate.core.drain;

import io.ebbgate.core.config.TextCursor;
import java.util.Optional;
import java.util.OptionalInt;

/** Envoy's version, as far as draining depends on it. */
public record EnvoyVersion(int major, int minor, int patch) implements Comparable<EnvoyVersion> {
  private static final int MOST_DIGITS = 4;

  /**
   * Reads {@code 1.40.0} or what {@code /server_info} says: {@code sha/1.40.0/Clean/RELEASE/...}.
   */
  public static Optional<EnvoyVersion> parse(String text) {
    int slash = text.indexOf('/');
    return version(text.substring(slash + 1)).or(() -> version(text));
  }

  private static Optional<EnvoyVersion> version(String text) {
    TextCursor cursor = new TextCursor(text);
    OptionalInt major = cursor.number(MOST_DIGITS);
    OptionalInt minor = cursor.skip('.') ? cursor.number(MOST_DIGITS) : OptionalInt.empty();
    OptionalInt patch = cursor.skip('.') ? cursor.number(MOST_DIGITS) : OptionalInt.empty();
    boolean ends = cursor.atEnd() || cursor.skip('-') || cursor.skip('.') || cursor.skip('/');
    return ends && major.isPresent() && minor.isPresent() && patch.isPresent()
        ? Optional.of(new EnvoyVersion(major.getAsInt(), minor.getAsInt(), patch.getAsInt()))
        : Optional.empty();
  }

  public boolean atLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
  }

  /**
   * {@code /drain_listeners} acts at once on INBOUND listeners whatever the strategy, 1.34 to 1.39.
   */
  public boolean inboundDrainsAtOnce() {
    return atLeast(1, 34) && !atLeast(1, 40);
  }

  /**
   * {@code /drain_listeners} sends GOAWAY on idle connections at once, from 1.41 on; {@code
   * /healthcheck/fail} does not.
   */
  public boolean announcesToIdleConnections() {
    return atLeast(1, 41);
  }

  @Override
  public int compareTo(EnvoyVersion other) {
    int byMajor = Integer.compare(major, other.major);
    int byMinor = Integer.compare(minor, other.minor);
    return byMajor != 0 ? byMajor : byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
