package io.ebbgate.webhook.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people read where the API server can't be reached. */
@Timeout(60)
class UnreachableApiServerIT {
  private static Config server(String url) {
    return new ConfigBuilder(Config.empty()).withMasterUrl(url).withTrustCerts(true).build();
  }

  private static void call(Config config, String namespace) throws ClusterException {
    try (Cluster cluster = Cluster.of(config, namespace, "", Duration.ofSeconds(3))) {
      var _ = cluster.ask(() -> cluster.client().secrets().inNamespace("a").withName("b").get());
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void namesItsAddressAndTheValueOfTheNetworkPolicy() throws Exception {
    String url = "https://127.0.0.1:" + closedPort();

    assertThatThrownBy(() -> call(server(url), "ebbgate-system"))
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith("The API server at " + url)
        .hasMessageContaining("networkPolicy.egress.ports");
  }

  @Test
  void namesNoValueOfTheChartToThoseWhoRunACommand() throws Exception {
    String url = "https://127.0.0.1:" + closedPort();

    assertThatThrownBy(() -> call(server(url), ""))
        .hasMessageStartingWith("The API server at " + url)
        .message()
        .doesNotContain("networkPolicy");
  }

  @Test
  void namesTheProxyThatRefusesWithoutItsPassword() throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> refuse(proxy));
      Config config =
          new ConfigBuilder(server("https://192.0.2.1:6443"))
              .withHttpsProxy("http://me:secret@127.0.0.1:" + proxy.getLocalPort())
              .build();

      assertThatThrownBy(() -> call(config, "ebbgate-system"))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("the proxy http://127.0.0.1:" + proxy.getLocalPort())
          .message()
          .doesNotContain("secret", "asyncBody");
    }
  }

  private static void refuse(ServerSocket proxy) {
    try {
      while (true) {
        try (Socket client = proxy.accept()) {
          var _ = client.getInputStream().read(new byte[8192]);
          client
              .getOutputStream()
              .write(
                  "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                      .getBytes(US_ASCII));
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }
}
