package io.ebbgate.webhook.http;

import static java.util.Objects.requireNonNull;

import io.ebbgate.certs.issue.Credential;
import io.ebbgate.certs.issue.Pem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Server options: TLS 1.2 and 1.3 with authenticated ciphers only, as the API server supports them.
 *
 * @param clientCas a client needs a certificate by one of them; none are asked for without any
 */
record ServerOptions(
    Credential credential, List<X509Certificate> clientCas, RequestTimeouts timeouts) {
  /**
   * In the server's order of preference; what the JDK does not have is left out by it. ChaCha20
   * comes first: the JDK's first compiler, the only one that is used, has no instructions for AES
   * and GHASH, and its code for them takes 1.1 ms for 10 kB instead of 0.25.
   */
  private static final List<String> CIPHERS =
      List.of(
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");

  private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

  static {
    // Renegotiation is work for a few bytes. The JDK reads this at its first handshake as a server.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
  }

  ServerOptions {
    requireNonNull(credential);
    clientCas = List.copyOf(clientCas);
    requireNonNull(timeouts);
  }

  /** A server's with TLS. */
  HttpServerOptions secured() {
    HttpServerOptions options = plain().setSsl(true);
    options.setSslEngineOptions(new TlsEngine(CIPHERS));
    var _ = secure(options.getSslOptions());
    return options;
  }

  /** The options for new handshakes after a change. */
  ServerSSLOptions renewed() {
    return secure(new ServerSSLOptions());
  }

  private ServerSSLOptions secure(ServerSSLOptions options) {
    CIPHERS.forEach(options::addEnabledCipherSuite);
    if (!clientCas.isEmpty()) {
      options
          .setClientAuth(ClientAuth.REQUIRED)
          .setTrustOptions(new PemTrustOptions().addCertValue(pem(clientCas)));
    }
    return options
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertValue(pem(credential.chain()))
                .setKeyValue(Buffer.buffer(Pem.key(credential.key()))))
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setSslHandshakeTimeout(timeouts.handshake().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  private static Buffer pem(List<X509Certificate> certificates) {
    return Buffer.buffer(Pem.certificates(certificates));
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
