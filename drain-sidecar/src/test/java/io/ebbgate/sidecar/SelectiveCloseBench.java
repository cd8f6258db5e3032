package io.ebbgate.sidecar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.admission.SelectiveClose;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.Folders;
import io.ebbgate.core.testkit.RealEnvoy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How long closing the idle connections of one listener of a real Envoy takes, each with one to its
 * upstream, as the sidecar's answer says (from its first reading of the sockets to its last close)
 * and as the caller sees it; the first round is a sidecar's first call. A program, not a test:
 * {@code main CONNECTIONS ROUNDS}, with the image's JVM arguments.
 */
final class SelectiveCloseBench {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SelectiveCloseBench() {}

  public static void main(String[] args) throws Exception {
    int connections = Integer.parseInt(args[0]);
    int rounds = Integer.parseInt(args[1]);
    Path folder = Files.createTempDirectory("close-bench");
    try (RawServer backend = RawServer.saying(socket -> socket.getInputStream().readAllBytes());
        RealEnvoy envoy =
            RealEnvoy.start(
                EnvoyBootstrap.withAdmin("127.0.0.1", 0)
                    .tcp("db", "127.0.0.1", 0, backend.address()))) {
      for (int sidecars = 0; sidecars < 3; sidecars++) {
        try (SidecarProcess sidecar =
            SidecarProcess.start(
                command(),
                Files.createTempDirectory(folder, "pod"),
                envoy.adminSetting(),
                Env.SELECTIVE_CLOSE,
                SelectiveClose.ON.wireName())) {
          sidecar.awaitLog("drain plan made");
          for (int i = 0; i < rounds; i++) {
            round(sidecar, envoy, connections);
          }
        }
      }
    }
    Files.delete(Folders.emptied(folder));
  }

  /** This JVM's own classes, with the image's arguments. */
  private static List<String> command() throws IOException {
    List<String> command = new ArrayList<>(SidecarProcess.program());
    Path root = Path.of(System.getProperty("ebbgate.root", "."));
    command.addAll(
        1,
        Files.readAllLines(root.resolve("drain-sidecar/src/image/java.args")).stream()
            .filter(line -> line.startsWith("-"))
            .toList());
    return command;
  }

  private static void round(SidecarProcess sidecar, RealEnvoy envoy, int connections)
      throws Exception {
    List<Socket> clients = new ArrayList<>();
    String path = Paths.LISTENERS + "/db" + Paths.CLOSE;
    try {
      int port = envoy.listener("db").getPort();
      for (int i = 0; i < connections; i++) {
        clients.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      JsonNode before;
      do {
        before = JSON.readTree(sidecar.control("POST", path + "?dry-run=true").body());
      } while (before.path("there").asInt() < connections);
      RawHttp.Answer answer = sidecar.control("POST", path);
      JsonNode report = JSON.readTree(answer.body());
      System.out.printf(
          "%d of %d closed in %d ms, %d ms for the caller%n",
          report.path("closed").asInt(),
          report.path("there").asInt(),
          report.path("tookMillis").asInt(),
          answer.took().toMillis());
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }
}
