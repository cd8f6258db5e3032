package io.ebbgate.webhook.load;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** How a connection is opened. */
enum Transport {
  PLAIN,
  /** TLS 1.2 or later; any certificate is accepted, since load is about connections. */
  TLS;

  private static final SSLContext ANY_CERTIFICATE = anyCertificate();

  /** Connects once, within the limit; an answer that is not TLS is a ProtocolException. */
  Socket open(InetSocketAddress to, Duration limit) throws IOException {
    return open(to, limit, _ -> {});
  }

  /** The same with parameters of TLS. */
  Socket open(InetSocketAddress to, Duration limit, Consumer<SSLParameters> parameters)
      throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(to, (int) limit.toMillis());
      socket.setSoTimeout((int) limit.toMillis());
      return this == TLS ? handshake(socket, to, parameters) : socket;
    } catch (IOException | RuntimeException failed) {
      socket.close();
      throw failed;
    }
  }

  private static SSLSocket handshake(
      Socket socket, InetSocketAddress to, Consumer<SSLParameters> parameters) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            ANY_CERTIFICATE
                .getSocketFactory()
                .createSocket(socket, to.getHostString(), to.getPort(), true);
    SSLParameters changed = tls.getSSLParameters();
    parameters.accept(changed);
    tls.setSSLParameters(changed);
    try {
      tls.startHandshake();
      return tls;
    } catch (SSLException broken) {
      if (broken.getCause() instanceof EOFException cut) {
        throw cut;
      }
      ProtocolException notTls = new ProtocolException("a TLS handshake was expected");
      notTls.initCause(broken);
      throw notTls;
    }
  }

  private static SSLContext anyCertificate() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException brokenJdk) {
      throw new IllegalStateException("This JDK has no TLS.", brokenJdk);
    }
  }
}
