package io.ebbgate.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.core.testkit.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As a process of its own: the JDK reads the setting at a process' first handshake. */
@Timeout(120)
class RenegotiationIT {
  @Test
  void refusesASecondHandshakeOfAClientAndAnswersOthers(@TempDir Path folder) throws Exception {
    try (ServeProcess serve = ServeProcess.start(folder, Duration.ZERO);
        SSLSocket client =
            (SSLSocket)
                Trust.only(folder.resolve(DevCertificates.CA_CERTIFICATE))
                    .getSocketFactory()
                    .createSocket(InetAddress.ofLiteral(ServeProcess.HOST), serve.admission())) {
      client.setSoTimeout(20_000);
      client.setEnabledProtocols(new String[] {"TLSv1.2"});
      client.startHandshake();

      assertThatThrownBy(
              () -> {
                client.startHandshake();
                client
                    .getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
                assertThat(client.getInputStream().read()).isNegative();
                throw new IOException("closed");
              })
          .isInstanceOf(IOException.class);
      assertThat(serve.review().get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
  }
}
