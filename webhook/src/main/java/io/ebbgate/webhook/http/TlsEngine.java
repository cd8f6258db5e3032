package io.ebbgate.webhook.http;

import io.netty.handler.ssl.JdkSslServerContext;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.lang.invoke.MethodHandles;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The JDK's TLS with the server's order of ciphers, which Vert.x loses in a set. */
@SuppressWarnings("deprecation") // Of Netty's server context nothing else is public.
final class TlsEngine extends JdkSSLEngineOptions {
  static {
    // Netty tries out what the JDK and BouncyCastle support, which takes hundreds of milliseconds;
    // without this, the first connection waits for it.
    try {
      MethodHandles.lookup().ensureInitialized(JdkSslServerContext.class);
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

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
    return new DefaultSslContextFactory(SslProvider.JDK, false) {
      @Override
      public SslContextFactory enabledCipherSuites(Set<String> unordered) {
        return super.enabledCipherSuites(new LinkedHashSet<>(ciphers));
      }
    };
  }
}
