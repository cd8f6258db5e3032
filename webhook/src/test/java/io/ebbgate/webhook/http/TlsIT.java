package io.ebbgate.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsIT {
  private RunningServer running;

  @BeforeAll
  void starts(@TempDir Path folder) throws Exception {
    running = RunningServer.start(folder);
  }

  @AfterAll
  void stops() throws Exception {
    running.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void takesTheVersion(String version) throws Exception {
    try (RawConnection connection = running.connect()) {
      connection.socket().setEnabledProtocols(new String[] {version});
      connection.socket().startHandshake();

      assertThat(connection.socket().getSession().getProtocol()).isEqualTo(version);
      assertThat(connection.socket().getSession().getCipherSuite())
          .containsAnyOf("_GCM_", "_CHACHA20_");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void prefersTheCipherThatIsFastInBytecode(String version) throws Exception {
    try (RawConnection connection = running.connect()) {
      connection.socket().setEnabledProtocols(new String[] {version});
      connection.socket().startHandshake();

      assertThat(connection.socket().getSession().getCipherSuite()).contains("_CHACHA20_");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1", "TLSv1.1"})
  void refusesAnOldVersion(String version) throws Exception {
    // A ClientHello by hand, since the JDK makes no such one any more.
    int minor = version.equals("TLSv1") ? 1 : 2;
    try (Socket socket =
        new java.net.Socket(
            java.net.InetAddress.ofLiteral("127.0.0.1"), running.server().admissionPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(hello(minor));

      byte[] answer = socket.getInputStream().readAllBytes();

      assertThat(answer).startsWith(new byte[] {0x15, 3}).endsWith(new byte[] {2, 70});
    }
  }

  /** With TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, and the extensions that it needs. */
  private static byte[] hello(int minor) {
    byte[] head = {0x16, 3, 1, 0, 0, 1, 0, 0, 0, 3, (byte) minor};
    byte[] tail = {
      0, 0, 2, (byte) 0xc0, 0x09, 1, 0, 0, 14, 0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0
    };
    byte[] hello = new byte[head.length + 32 + tail.length];
    System.arraycopy(head, 0, hello, 0, head.length);
    System.arraycopy(tail, 0, hello, head.length + 32, tail.length);
    hello[4] = (byte) (hello.length - 5);
    hello[8] = (byte) (hello.length - 9);
    return hello;
  }

  @Test
  void refusesCiphersWithoutAuthentication() throws Exception {
    try (RawConnection connection = running.connect()) {
      connection.socket().setEnabledProtocols(new String[] {"TLSv1.2"});
      connection
          .socket()
          .setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"});

      assertThatThrownBy(() -> connection.socket().startHandshake())
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  void offersNoHttp2() throws Exception {
    try (RawConnection connection = running.connect()) {
      var parameters = connection.socket().getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      connection.socket().setSSLParameters(parameters);
      connection.socket().startHandshake();

      assertThat(connection.socket().getApplicationProtocol()).isNotEqualTo("h2");
    }
  }
}
