package io.ebbgate.core.admission;

import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.config.SocketPath;
import io.ebbgate.core.contract.Env;
import java.util.Optional;

/**
 * Addresses that an annotation may name. They stay in the pod: loopback, the pod's own address, a
 * Unix socket. No annotation can make the sidecar connect to another host.
 */
public final class AddressText {
  public static final String ADMIN_ALLOWED =
      "127.0.0.1:9901 or another loopback address, pod:9901, or unix:/path";
  static final String CONTROL_ALLOWED = "127.0.0.1:15981 or another loopback address, or pod:15981";

  private static final String UNIX = "unix:";
  private static final int LONGEST_PATH = 101;

  private AddressText() {}

  /** As the sidecar's environment takes it, or empty where it is not allowed. */
  public static Optional<String> admin(String text) {
    return text.startsWith(UNIX)
        ? Optional.of(text)
            .filter(socket -> SocketPath.isPath(socket.substring(UNIX.length()), LONGEST_PATH))
        : control(text);
  }

  /** As the sidecar's environment takes it, or empty where it is not allowed. */
  static Optional<String> control(String text) {
    return HostPort.parse(text)
        .filter(address -> address.port() > 0)
        .flatMap(address ->
            address.host().equals("pod")
                ? Optional.of("$(" + Env.POD_IP + "):" + address.port())
                : Optional.of(address).filter(HostPort::isLoopback).map(HostPort::toString));
  }
}
