package io.ebbgate.webhook.http;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** TLS as the API server needs it, and no more of it: 1.2 and 1.3, authenticated ciphers only. */
final class SecureOptions {
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

  private SecureOptions() {}

  static HttpServerOptions of(Listening listening, Patience patience) {
    HttpServerOptions options = plain();
    options
        .setSsl(true)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertPath(listening.certificate().toString())
                .setKeyPath(listening.key().toString()))
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
        .setSslHandshakeTimeout(patience.firstHead().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    CIPHERS.forEach(options::addEnabledCipherSuite);
    return options;
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
