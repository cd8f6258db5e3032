package io.ebbgate.webhook.http;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;

/** The addresses that the webhook listens on. */
public record ListenAddresses(InetSocketAddress admission, InetSocketAddress operations) {
  public ListenAddresses {
    requireNonNull(admission);
    requireNonNull(operations);
  }
}
