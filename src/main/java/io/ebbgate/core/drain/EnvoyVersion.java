package io.ebbgate.core.drain;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Envoy's version, as far as draining depends on it. */
public record EnvoyVersion(int major, int minor, int patch) implements Comparable<EnvoyVersion> {
  private static final Pattern TEXT =
      Pattern.compile("(?:[^/]*/)?(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})(?:[-./].*)?");

  /**
   * Reads {@code 1.40.0} or what {@code /server_info} says: {@code sha/1.40.0/Clean/RELEASE/...}.
   */
  public static Optional<EnvoyVersion> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new EnvoyVersion(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3))));
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
