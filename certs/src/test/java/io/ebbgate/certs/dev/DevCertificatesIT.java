package io.ebbgate.certs.dev;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebbgate.certs.issue.Pem;
import io.ebbgate.core.testkit.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes of the JDK's own TLS, server and client, by the files as they lie in the folder. */
class DevCertificatesIT {
  private static final int PATIENCE_MS = 10_000;

  @TempDir private Path folder;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void write() throws IOException {
    issue(folder, "localhost", "127.0.0.1");
  }

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void carriesARequestToAClientThatTrustsTheCaOnly() throws Exception {
    assertThat(call(folder, "localhost")).isEqualTo("hello");
  }

  @Test
  void isTrustedByAddress() throws Exception {
    assertThat(call(folder, "127.0.0.1")).isEqualTo("hello");
  }

  @Test
  void isNotTrustedUnderAnotherName() {
    assertThatExceptionOfType(SSLHandshakeException.class)
        .isThrownBy(() -> call(folder, "gateway.example.com"))
        .withMessageContaining("gateway.example.com");
  }

  @Test
  void isNotTrustedByAClientOfAnotherCa(@TempDir Path other) throws Exception {
    issue(other, "localhost");

    assertThatExceptionOfType(SSLHandshakeException.class)
        .isThrownBy(() -> call(other, "localhost"))
        .withMessageContaining("PKIX");
  }

  private static void issue(Path folder, String... names) throws IOException {
    DevCertificates.write(folder, List.of(names), Duration.ofHours(1), InstantSource.system());
  }

  /** The answer of {@link #folder}'s server to a client that trusts {@code trusted}'s CA. */
  private String call(Path trusted, String name) throws Exception {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    try (SSLServerSocket server =
        (SSLServerSocket) server().getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      server.setSoTimeout(PATIENCE_MS);
      Future<?> greeting = executor.submit(() -> greet(server));
      try (Socket plain = new Socket(loopback, server.getLocalPort());
          SSLSocket client =
              (SSLSocket)
                  Trust.only(trusted.resolve(DevCertificates.CA_CERTIFICATE))
                      .getSocketFactory()
                      .createSocket(plain, name, server.getLocalPort(), true)) {
        client.setSoTimeout(PATIENCE_MS);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        client.setSSLParameters(parameters);
        String heard = new String(client.getInputStream().readAllBytes(), US_ASCII);
        greeting.get();
        return heard;
      }
    }
  }

  private static @Nullable Void greet(SSLServerSocket server) throws IOException {
    try (Socket socket = server.accept()) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write("hello".getBytes(US_ASCII));
    }
    return null;
  }

  private SSLContext server() throws Exception {
    List<X509Certificate> chain = Pem.readCertificates(read(folder, "tls.crt"), "tls.crt");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server",
        Pem.readKey(read(folder, "tls.key"), "tls.key"),
        new char[0],
        chain.toArray(Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static String read(Path folder, String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }
}
