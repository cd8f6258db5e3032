package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ebbgate.core.contract.Env;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program beside Envoy, as Istio's agent is. */
@Timeout(60)
class ReleaseCallIT {
  @TempDir Path folder;

  @Test
  void isMadeOnceTheDrainIsOverAndBeforeTheHookIsAnswered() throws Exception {
    List<String> happened = new CopyOnWriteArrayList<>();
    HttpServer agent =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    agent.createContext(
        "/",
        exchange -> {
          happened.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    agent.start();
    String call = "127.0.0.1:" + agent.getAddress().getPort() + "/drain";
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = SidecarProcess.beside(gateway, folder, Env.RELEASE_CALL, call)) {
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      answer.thenRun(() -> happened.add("answered")).get();

      assertThat(answer.get().body()).contains("\"verdict\":\"clean\"");
      assertThat(happened).containsExactly("POST /drain", "answered");
      sidecar.awaitLog("release call made");
    } finally {
      agent.stop(0);
    }
  }

  @Test
  void keepsNoHookFromItsAnswerWhereNothingListens() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar =
            SidecarProcess.beside(gateway, folder, Env.RELEASE_CALL, "127.0.0.1:1/drain")) {
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();

      assertThat(answer.get().body()).contains("\"verdict\":\"clean\"");
      sidecar.awaitLog("\"action\":\"/drain\",\"result\":\"connection_refused\"");
    }
  }
}
