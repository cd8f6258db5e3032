package io.ebbgate.webhook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.testkit.Trust;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The admission port with the CA of the API server's client certificate. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientCertificateIT {
  /** By an alert, or by a reset if the client was still sending. */
  private static final Class<?>[] REFUSED = {SSLException.class, SocketException.class};

  private Path folder;
  private RunningServer running;
  private ClientCertificate api;
  private ClientCertificate stranger;

  @BeforeAll
  void starts(@TempDir Path folder) throws Exception {
    this.folder = folder;
    running = RunningServer.start(folder);
    api = ClientCertificate.issue(folder, "clientAuth");
    stranger = ClientCertificate.issue(folder, "clientAuth");
  }

  @BeforeEach
  void requiresTheApiServers() throws Exception {
    running.server().requireClientCertificates(List.of(api.ca()));
  }

  @AfterAll
  void stops() throws Exception {
    running.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void refusesAClientWithoutACertificateInTheHandshake(String version) {
    assertThatThrownBy(() -> handshake(running.trust(), version)).isInstanceOfAny(REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void refusesACertificateByAnotherCaOfTheSameName(String version) throws Exception {
    SSLContext client = stranger.client(serverCa());

    assertThat(stranger.ca().getSubjectX500Principal())
        .isEqualTo(api.ca().getSubjectX500Principal());
    assertThatThrownBy(() -> handshake(client, version)).isInstanceOfAny(REFUSED);
  }

  /** Such as the one that a server of the same CA has. */
  @Test
  void refusesACertificateForServers() throws Exception {
    ClientCertificate server = ClientCertificate.issue(folder, "serverAuth");
    running.server().requireClientCertificates(List.of(server.ca()));
    SSLContext client = server.client(serverCa());

    assertThatThrownBy(() -> handshake(client, "TLSv1.3")).isInstanceOfAny(REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void answersAClientWithACertificateByTheCa(String version) throws Exception {
    assertThat(review(api.client(serverCa()), version)).startsWith("HTTP/1.1 200");
  }

  @Test
  void answersClientsOfEachOfSeveralCas() throws Exception {
    running.server().requireClientCertificates(List.of(stranger.ca(), api.ca()));

    assertThat(review(api.client(serverCa()), "TLSv1.3")).startsWith("HTTP/1.1 200");
    assertThat(review(stranger.client(serverCa()), "TLSv1.3")).startsWith("HTTP/1.1 200");
  }

  @Test
  void stillRequiresOneAfterARotationOfTheServingCertificate() throws Exception {
    Path renewed = folder.resolve("renewed");
    DevCertificates.write(
        renewed, List.of("127.0.0.1"), Duration.ofHours(1), InstantSource.system());
    running.server().useCertificate(RunningServer.credential(renewed));
    Path ca = renewed.resolve(DevCertificates.CA_CERTIFICATE);
    try {
      assertThatThrownBy(() -> handshake(Trust.only(ca), "TLSv1.3")).isInstanceOfAny(REFUSED);
      assertThat(review(api.client(ca), "TLSv1.3")).startsWith("HTTP/1.1 200");
    } finally {
      running.server().useCertificate(RunningServer.credential(folder));
    }
  }

  @Test
  void asksNothingOfTheKubeletAndOfPrometheus() throws Exception {
    assertThat(running.operations(Paths.READYZ).statusCode()).isEqualTo(200);
    assertThat(running.operations(Paths.METRICS).statusCode()).isEqualTo(200);
  }

  private Path serverCa() {
    return folder.resolve(DevCertificates.CA_CERTIFICATE);
  }

  /** With TLS 1.3 a refusal arrives after the client's part of it. */
  private void handshake(SSLContext client, String version) throws IOException {
    try (RawConnection connection = connect(client, version)) {
      connection.socket().startHandshake();
      connection.readHead();
    }
  }

  private String review(SSLContext client, String version) throws IOException {
    byte[] body = Reviews.gateway().toString().getBytes(UTF_8);
    try (RawConnection connection = connect(client, version)) {
      connection.send(
          "POST /mutate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
              + body.length
              + "\r\n\r\n");
      connection.send(body);
      return connection.readHead();
    }
  }

  private RawConnection connect(SSLContext client, String version) throws IOException {
    RawConnection connection = RawConnection.open(client, running.server().admissionPort());
    connection.socket().setEnabledProtocols(new String[] {version});
    return connection;
  }
}
