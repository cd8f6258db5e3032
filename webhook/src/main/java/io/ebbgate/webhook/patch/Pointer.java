package io.ebbgate.webhook.patch;

/** JSON pointers (RFC 6901). */
final class Pointer {
  private Pointer() {}

  /** The pointer to that place, each step escaped; numbers are indexes, {@code -} appends. */
  static String of(Object... steps) {
    StringBuilder pointer = new StringBuilder();
    for (Object step : steps) {
      pointer.append('/').append(step.toString().replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }
}
