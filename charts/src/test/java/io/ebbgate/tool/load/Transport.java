package io.ebbgate.tool.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** How a connection is opened. */
enum Transport {
  PLAIN {
    @Override
    Socket greet(Socket socket, InetSocketAddress to) {
      return socket;
    }
  },
  /** TLS 1.2 or later. */
  TLS {
    @Override
    Socket greet(Socket socket, InetSocketAddress to) throws IOException {
      SSLSocket tls =
          (SSLSocket)
              AnyCertificate.CONTEXT
                  .getSocketFactory()
                  .createSocket(socket, to.getHostString(), to.getPort(), true);
      try {
        tls.startHandshake();
        return tls;
      } catch (SSLException broken) {
        throw broken.getCause() instanceof EOFException cut ? cut : notTls(broken);
      }
    }
  };

  /** Connects once, within the limit; a peer that says what it must not is a ProtocolException. */
  Socket open(InetSocketAddress to, Duration limit) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(to, (int) limit.toMillis());
      socket.setSoTimeout((int) limit.toMillis());
      return greet(socket, to);
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  abstract Socket greet(Socket socket, InetSocketAddress to) throws IOException;

  private static ProtocolException notTls(SSLException broken) {
    ProtocolException garbled = new ProtocolException("a TLS handshake was expected");
    garbled.initCause(broken);
    return garbled;
  }
}
