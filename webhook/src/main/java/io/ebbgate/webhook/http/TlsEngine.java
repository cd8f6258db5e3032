package io.ebbgate.webhook.http;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The JDK's TLS for a server, with its order of ciphers, which Vert.x loses in a set. Netty's own
 * server context would try out what BouncyCastle supports: 900 classes before the first connection.
 */
final class TlsEngine extends JdkSSLEngineOptions {
  private final List<String> ciphers;

  TlsEngine(List<String> ciphers) {
    this.ciphers = List.copyOf(ciphers);
  }

  @Override
  public TlsEngine copy() {
    return new TlsEngine(ciphers);
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new ServerContext(ciphers);
  }

  /** What Vert.x says of a server's connections before it asks for their context. */
  private static final class ServerContext implements SslContextFactory {
    private final List<String> ciphers;
    private ClientAuth clients = ClientAuth.NONE;
    private KeyManager[] keys = {};
    private TrustManager[] trusted = {};

    ServerContext(List<String> ciphers) {
      this.ciphers = ciphers;
    }

    @Override
    public SslContextFactory clientAuth(ClientAuth auth) {
      clients = auth;
      return this;
    }

    @Override
    public SslContextFactory keyMananagerFactory(KeyManagerFactory factory) {
      keys = factory.getKeyManagers();
      return this;
    }

    @Override
    public SslContextFactory trustManagerFactory(TrustManagerFactory factory) {
      trusted = factory.getTrustManagers();
      return this;
    }

    @Override
    public SslContext create() throws SSLException {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trusted, null);
        return new JdkSslContext(
            context,
            false,
            ciphers,
            SupportedCipherSuiteFilter.INSTANCE,
            ApplicationProtocolConfig.DISABLED,
            clients,
            context.getDefaultSSLParameters().getProtocols(),
            false);
      } catch (GeneralSecurityException e) {
        throw new SSLException(e);
      }
    }
  }
}
