package io.ebbgate.webhook.http;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;

/** Where the webhook listens. */
public record ListenAddresses(InetSocketAddress admission, InetSocketAddress operations) {
  public ListenAddresses {
    requireNonNull(admission);
    requireNonNull(operations);
  }
}
