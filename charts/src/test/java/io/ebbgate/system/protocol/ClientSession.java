package io.ebbgate.system.protocol;

import io.ebbgate.core.testkit.RealEnvoy;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** What a client knows of the gateway and of its own test. */
final class ClientSession {
  /** Longer than any drain. */
  private static final int LIMIT = 60_000;

  private final RealEnvoy envoy;
  private final CountDownLatch begun = new CountDownLatch(1);
  private volatile long hookedAt = Long.MAX_VALUE;
  private volatile boolean answered;

  ClientSession(RealEnvoy envoy) {
    this.envoy = envoy;
  }

  InetSocketAddress gateway() {
    return envoy.listener(GatewayListener.NAME);
  }

  /** A connection to the gateway. */
  Socket connect() throws IOException {
    InetSocketAddress gateway = gateway();
    Socket socket = new Socket(gateway.getAddress(), gateway.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(LIMIT);
    return socket;
  }

  /** A connection with TLS; who has the certificate is not looked at. */
  Socket connectTls() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      SSLSocket tls =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(connect(), "gateway", gateway().getPort(), true);
      tls.startHandshake();
      return tls;
    } catch (GeneralSecurityException noTls) {
      throw new IOException(noTls);
    }
  }

  /** Says that the client does now what it does when the hook comes. */
  void begin() {
    begun.countDown();
  }

  void awaitBegun() throws InterruptedException {
    begun.await();
  }

  void hook() {
    hookedAt = System.nanoTime();
  }

  /** Whether the hook came at least so long ago. */
  boolean hookedSince(Duration time) {
    return hookedAt != Long.MAX_VALUE && System.nanoTime() - hookedAt >= time.toNanos();
  }

  void answer() {
    answered = true;
  }

  /** Whether the hook has been answered, so that Envoy is stopped. */
  boolean answered() {
    return answered;
  }
}
