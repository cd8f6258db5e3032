package io.ebbgate.webhook.http;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;

/** Where the webhook listens. */
public record Listening(InetSocketAddress admission, InetSocketAddress operations) {
  public Listening {
    requireNonNull(admission);
    requireNonNull(operations);
  }
}
