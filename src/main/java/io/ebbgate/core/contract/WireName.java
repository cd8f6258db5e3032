package io.ebbgate.core.contract;

import java.util.Locale;

/** A constant's name in annotations, JSON, metrics and messages. */
public final class WireName {
  private WireName() {}

  /** Its name in small letters, in every locale the same: {@code admin_unreachable}. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
