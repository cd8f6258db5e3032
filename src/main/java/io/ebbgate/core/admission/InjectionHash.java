package io.ebbgate.core.admission;

import io.ebbgate.core.config.HostPort;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** A short name for everything that shapes a patch: same hash, same additions. */
public final class InjectionHash {
  /** Raised whenever the same injection leads to another patch. */
  private static final int FORMAT = 4;

  private static final int LENGTH = 16;

  private InjectionHash() {}

  /**
   * Sixteen hexadecimal digits.
   *
   * @param image of the sidecar
   * @param observer where the sidecar notifies the observer
   */
  public static String of(Injection injection, String image, Optional<HostPort> observer) {
    String text =
        String.join(
            "\n",
            Integer.toString(FORMAT),
            image,
            injection.profile().name(),
            injection.profile().ignoredPorts().toString(),
            injection.container(),
            injection.mode().wireName(),
            injection.style().wireName(),
            Boolean.toString(injection.hostNetwork()),
            injection.admin(),
            injection.control(),
            selectiveClose(injection),
            observer.map(HostPort::toString).orElse(""),
            injection.profile().sets(injection.mode()).text(),
            injection.profile().releaseCall(),
            injection.resourcesText(),
            injection.settingsText());
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /** Of pods that don't request it, which are nearly all, as it has always been. */
  private static String selectiveClose(Injection injection) {
    return injection.selectiveClose() == SelectiveClose.NOT_REQUESTED
        ? "false"
        : injection.selectiveClose().wireName();
  }
}
