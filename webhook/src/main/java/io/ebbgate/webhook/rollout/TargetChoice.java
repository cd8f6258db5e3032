package io.ebbgate.webhook.rollout;

import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.config.TextCursor;
import java.util.Optional;

/** Where the load goes, as the user named it. */
public sealed interface TargetChoice {
  /** What {@link #parseService} takes. */
  String ALLOWED_SERVICE = "NAME or NAME:PORT, where PORT is a number or a port's name";

  /** The only Service of the gateway's pods. */
  record Default() implements TargetChoice {}

  /**
   * A Service in the gateway's namespace.
   *
   * @param port number or name; empty for the only one, or the one for HTTP
   */
  record Service(String name, String port) implements TargetChoice {}

  /** An address. */
  record Address(HostPort address) implements TargetChoice {}

  /** Parses a Service; empty for another form. */
  static Optional<TargetChoice> parseService(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    String port = colon < 0 ? "" : text.substring(colon + 1);
    boolean valid = isName(name) && (colon < 0 || isName(port));
    return valid ? Optional.of(new Service(name, port)) : Optional.empty();
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.chars()
            .allMatch(
                each -> each == '-' || (each >= 'a' && each <= 'z') || TextCursor.isDigit(each));
  }
}
