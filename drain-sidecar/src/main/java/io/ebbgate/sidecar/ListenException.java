package io.ebbgate.sidecar;

import java.io.IOException;
import java.net.InetSocketAddress;

/** The sidecar can't listen on an address. */
final class ListenException extends Exception {
  private static final long serialVersionUID = 1L;

  ListenException(String setting, InetSocketAddress address, IOException cause) {
    super(
        "%s is %s:%d, but the sidecar can't listen there: %s; allowed is a free address of this pod."
            .formatted(
                setting,
                address.getAddress().getHostAddress(),
                address.getPort(),
                cause.getMessage()),
        cause);
  }
}
