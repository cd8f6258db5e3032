package io.ebbgate.tool.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of the kubelet's calls, and what of the answer it looks at. */
class KubeletHttpIT {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final String AGENT = "kube-lifecycle/1.34";
  private static final String OK = "HTTP/1.1 200 OK\r\n\r\n";

  @Test
  void asksAsTheKubeletDoes() throws Exception {
    try (Peer peer = new Peer(OK)) {
      KubeletHttp.get(peer.handler(Map.of()), AGENT, LIMIT);

      assertThat(peer.request())
          .containsExactlyInAnyOrder(
              "GET /v1/drain HTTP/1.1",
              "Host: " + peer.authority(),
              "User-Agent: kube-lifecycle/1.34",
              "Accept: */*",
              "Connection: close")
          .startsWith("GET /v1/drain HTTP/1.1");
    }
  }

  @Test
  void sendsTheHeadersOfTheHandlerInPlaceOfItsOwn() throws Exception {
    Map<String, String> headers =
        Map.of("host", "gateway.example", "USER-AGENT", "drain", "X-Ebbgate-Token", "t0");
    try (Peer peer = new Peer(OK)) {
      KubeletHttp.get(peer.handler(headers), AGENT, LIMIT);

      assertThat(peer.request())
          .containsExactlyInAnyOrder(
              "GET /v1/drain HTTP/1.1",
              "Host: gateway.example",
              "User-Agent: drain",
              "X-Ebbgate-Token: t0",
              "Accept: */*",
              "Connection: close");
    }
  }

  @Test
  void leavesOutAnAcceptHeaderThatTheHandlerEmpties() throws Exception {
    try (Peer peer = new Peer(OK)) {
      KubeletHttp.get(peer.handler(Map.of("Accept", "")), AGENT, LIMIT);

      assertThat(peer.request()).noneMatch(line -> line.startsWith("Accept"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 302, 403, 503})
  void returnsAnyStatus(int status) throws Exception {
    try (Peer peer = new Peer("HTTP/1.1 " + status + " Whatever\r\n\r\n")) {
      assertThat(KubeletHttp.get(peer.handler(Map.of()), AGENT, LIMIT)).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 2", "HTTP/2 200 OK\r\n\r\n", "220 mail ready\r\n"})
  void failsWithoutAnHttpAnswer(String answer) throws Exception {
    try (Peer peer = new Peer(answer)) {
      assertThatThrownBy(() -> KubeletHttp.get(peer.handler(Map.of()), AGENT, LIMIT))
          .isInstanceOf(IOException.class);
    }
  }

  /** Answers one request with these bytes and closes. */
  private static final class Peer implements AutoCloseable {
    private final ServerSocket server;
    private final CompletableFuture<List<String>> request = new CompletableFuture<>();

    Peer(String answer) throws IOException {
      server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(() -> answer(answer));
    }

    private void answer(String answer) {
      try (Socket client = server.accept();
          BufferedReader lines =
              new BufferedReader(
                  new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
        List<String> head = lines.lines().takeWhile(line -> !line.isEmpty()).toList();
        client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        request.complete(head);
      } catch (IOException failed) {
        request.completeExceptionally(failed);
      }
    }

    Handler.Get handler(Map<String, String> headers) {
      return new Handler.Get("127.0.0.1", server.getLocalPort(), "/v1/drain", headers);
    }

    String authority() {
      return "127.0.0.1:" + server.getLocalPort();
    }

    List<String> request() throws Exception {
      return request.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
