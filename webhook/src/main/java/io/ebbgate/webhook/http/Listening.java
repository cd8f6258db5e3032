package io.ebbgate.webhook.http;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * Where the webhook listens, and as whom.
 *
 * @param certificate chain as PEM
 * @param key PKCS#8 as PEM
 */
public record Listening(
    InetSocketAddress admission, InetSocketAddress operations, Path certificate, Path key) {
  public Listening {
    requireNonNull(admission);
    requireNonNull(operations);
    requireNonNull(certificate);
    requireNonNull(key);
  }
}
