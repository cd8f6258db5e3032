package io.ebbgate.core.admission;

import io.ebbgate.core.contract.Env;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses an annotation may name. They stay in the pod: loopback, the pod's own address, a Unix
 * socket. No annotation can make the sidecar talk to another host.
 */
final class AddressText {
  static final String ADMIN_ALLOWED =
      "127.0.0.1:9901 or another loopback address, pod:9901, or unix:/path";
  static final String CONTROL_ALLOWED = "127.0.0.1:15981 or another loopback address, or pod:15981";

  private static final Pattern LOOPBACK =
      Pattern.compile(
          "(?:localhost|\\[::1\\]|127(?:\\.(?:\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])){3})"
              + ":([1-9]\\d{0,4})");
  private static final Pattern POD = Pattern.compile("pod:([1-9]\\d{0,4})");
  private static final Pattern SOCKET = Pattern.compile("unix:(/[A-Za-z0-9._@/-]{1,100})");

  private AddressText() {}

  /** As the sidecar's environment takes it, or empty where it is not allowed. */
  static Optional<String> admin(String text) {
    var socket = SOCKET.matcher(text);
    return socket.matches() && !text.contains("..") ? Optional.of(text) : control(text);
  }

  /** As the sidecar's environment takes it, or empty where it is not allowed. */
  static Optional<String> control(String text) {
    var pod = POD.matcher(text);
    if (pod.matches()) {
      return port(pod.group(1)) ? Optional.of("$(" + Env.POD_IP + "):" + pod.group(1)) : none();
    }
    var loopback = LOOPBACK.matcher(text);
    return loopback.matches() && port(loopback.group(1)) ? Optional.of(text) : none();
  }

  private static boolean port(String digits) {
    return Integer.parseInt(digits) <= 65_535;
  }

  private static Optional<String> none() {
    return Optional.empty();
  }
}
