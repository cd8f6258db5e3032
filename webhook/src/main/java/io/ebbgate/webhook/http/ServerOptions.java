package io.ebbgate.webhook.http;

import io.ebbgate.certs.issue.Credential;
import io.ebbgate.certs.issue.Pem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Server options: TLS 1.2 and 1.3 with authenticated ciphers only, as the API server supports them.
 */
final class ServerOptions {
  /** The order is the server's preference; what the JDK does not have is left out by it. */
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

  private ServerOptions() {}

  static HttpServerOptions of(Credential credential, RequestTimeouts timeouts) {
    HttpServerOptions options = plain().setSsl(true);
    var _ = secured(options.getSslOptions(), credential, timeouts);
    return options;
  }

  /** The options for new handshakes after a rotation. */
  static ServerSSLOptions renewed(Credential credential, RequestTimeouts timeouts) {
    return secured(new ServerSSLOptions(), credential, timeouts);
  }

  private static ServerSSLOptions secured(
      ServerSSLOptions options, Credential credential, RequestTimeouts timeouts) {
    CIPHERS.forEach(options::addEnabledCipherSuite);
    return options
        .setKeyCertOptions(pair(credential))
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setSslHandshakeTimeout(timeouts.firstHead().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  private static PemKeyCertOptions pair(Credential credential) {
    return new PemKeyCertOptions()
        .setCertValue(Buffer.buffer(Pem.certificates(credential.chain())))
        .setKeyValue(Buffer.buffer(Pem.key(credential.key())));
  }

  /** HTTP/1.1 alone, by TLS or not: the API server would take HTTP/2 if it were offered. */
  static HttpServerOptions plain() {
    return new HttpServerOptions()
        .setUseAlpn(false)
        .setAlpnVersions(List.of(HttpVersion.HTTP_1_1))
        .setHttp2ClearTextEnabled(false)
        .setHandle100ContinueAutomatically(true)
        .setTcpKeepAlive(true);
  }
}
