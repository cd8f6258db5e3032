package io.ebbgate.core.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealEnvoyIT {
  private static final String HOST = "127.0.0.1";

  private HttpServer backend;

  @BeforeEach
  void startTheBackend() throws Exception {
    backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    backend.createContext(
        "/",
        exchange -> {
          byte[] body = "hello".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    backend.start();
  }

  @AfterEach
  void stopTheBackend() {
    backend.stop(0);
  }

  @Test
  void carriesRequestsToTheBackend() throws Exception {
    EnvoyBootstrap bootstrap =
        EnvoyBootstrap.withAdmin(HOST, 0)
            .http("ingress", HOST, 0, backend.getAddress())
            .tcp("raw", HOST, 0, backend.getAddress());

    try (RealEnvoy envoy = RealEnvoy.start(bootstrap)) {
      assertThat(get(envoy.listener("ingress"))).isEqualTo("hello");
      assertThat(get(envoy.listener("raw"))).isEqualTo("hello");
    }
  }

  @Test
  void speaksHttp2WithoutTls() throws Exception {
    EnvoyBootstrap bootstrap =
        EnvoyBootstrap.withAdmin(HOST, 0).http("ingress", HOST, 0, backend.getAddress());
    byte[] emptySettings = {0, 0, 0, 4, 0, 0, 0, 0, 0};

    try (RealEnvoy envoy = RealEnvoy.start(bootstrap);
        Socket client =
            new Socket(InetAddress.getLoopbackAddress(), envoy.listener("ingress").getPort())) {
      client.setSoTimeout(5000);
      client.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
      client.getOutputStream().write(emptySettings);

      byte[] frame = client.getInputStream().readNBytes(emptySettings.length);

      assertThat(frame[3]).as("a SETTINGS frame").isEqualTo((byte) 4);
    }
  }

  @Test
  void hasItsAdminOnAUnixSocket(@TempDir Path folder) throws Exception {
    Path socket = folder.resolve("admin.sock");

    try (RealEnvoy envoy =
        RealEnvoy.start(EnvoyBootstrap.withAdmin(socket), "--drain-strategy", "immediate")) {
      assertThat(envoy.adminSetting()).isEqualTo("unix:" + socket);
      assertThat(envoy.admin().get("/server_info").body())
          .contains("\"drain_strategy\": \"Immediate\"");
      assertThat(envoy.admin().get("/drain_listeners").status()).isEqualTo(405);
    }
  }

  @Test
  void isGoneAfterClose() {
    RealEnvoy envoy = RealEnvoy.start(EnvoyBootstrap.withAdmin(HOST, 0));

    envoy.close();

    assertThat(envoy.process().isAlive()).isFalse();
  }

  private static String get(InetSocketAddress address) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + address.getPort() + "/"))
              .version(HttpClient.Version.HTTP_1_1)
              .timeout(Duration.ofSeconds(5))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}
