package io.ebbgate.sidecar;

import java.io.IOException;
import java.net.InetSocketAddress;

/** An address can't be listened on. */
final class ListenException extends Exception {
  private static final long serialVersionUID = 1L;

  ListenException(String setting, InetSocketAddress address, IOException cause) {
    super(
        "%s is %s:%d, which can't be listened on: %s; allowed is a free address of this pod."
            .formatted(
                setting,
                address.getAddress().getHostAddress(),
                address.getPort(),
                cause.getMessage()),
        cause);
  }
}
