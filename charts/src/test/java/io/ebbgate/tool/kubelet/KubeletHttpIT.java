package io.ebbgate.tool.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of the kubelet's calls, and what of the answer it looks at. */
class KubeletHttpIT {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final InetAddress ADDRESS = ShellPod.anyAddress();
  private static final String OK = "HTTP/1.1 200 OK\r\n\r\n";

  private final List<String> request = new CopyOnWriteArrayList<>();

  @Test
  void asksAsTheKubeletDoes() throws Exception {
    get(Map.of(), OK);

    assertThat(request)
        .containsExactlyInAnyOrder(
            "GET /v1/drain HTTP/1.1",
            "Host: " + ADDRESS.getHostAddress() + ":18101",
            "User-Agent: kube-lifecycle/1.34",
            "Accept: */*",
            "Connection: close")
        .startsWith("GET /v1/drain HTTP/1.1");
  }

  @Test
  void sendsTheHeadersOfTheHandlerInPlaceOfItsOwn() throws Exception {
    get(Map.of("host", "gateway.example", "USER-AGENT", "drain", "X-Ebbgate-Token", "t0"), OK);

    assertThat(request)
        .containsExactlyInAnyOrder(
            "GET /v1/drain HTTP/1.1",
            "Host: gateway.example",
            "User-Agent: drain",
            "X-Ebbgate-Token: t0",
            "Accept: */*",
            "Connection: close");
  }

  @Test
  void leavesOutAnAcceptHeaderThatTheHandlerEmpties() throws Exception {
    get(Map.of("Accept", ""), OK);

    assertThat(request).isNotEmpty().noneMatch(line -> line.startsWith("Accept"));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 302, 403, 503})
  void returnsAnyStatus(int status) throws Exception {
    assertThat(get(Map.of(), "HTTP/1.1 " + status + " Whatever\r\n\r\n")).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 2", "HTTP/2 200 OK\r\n\r\n", "220 mail ready\r\n"})
  void failsWithoutAnHttpAnswer(String answer) {
    assertThatThrownBy(() -> get(Map.of(), answer)).isInstanceOf(IOException.class);
  }

  /** The status of a peer that reads one request, answers with these bytes and closes. */
  private int get(Map<String, String> headers, String answer) throws Exception {
    Handler.Get get = new Handler.Get(ADDRESS.getHostAddress(), 18_101, "/v1/drain", headers);
    try (ServerSocket server = new ServerSocket(get.port(), 1, ADDRESS)) {
      Thread.ofVirtual().start(() -> answer(server, answer));
      return KubeletHttp.get(get, "kube-lifecycle/1.34", LIMIT);
    }
  }

  private void answer(ServerSocket server, String answer) {
    try (Socket client = server.accept();
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
      lines.lines().takeWhile(line -> !line.isEmpty()).forEach(request::add);
      client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
