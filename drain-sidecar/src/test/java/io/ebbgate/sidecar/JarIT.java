package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar with everything in it, as a plain {@code java -jar} runs it. */
@Timeout(60)
class JarIT {
  private static final Path JAR =
      Path.of(
          System.getProperty("ebbgate.root"),
          "drain-sidecar/target/drain-sidecar-"
              + System.getProperty("ebbgate.version")
              + "-all.jar");

  @TempDir Path folder;

  @Test
  void asksTheKernelWithoutAWarningOfTheJvm() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = List.of("sh", "-c", "exec " + java + " -jar " + JAR + " 2>&1");
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar =
            SidecarProcess.start(command, folder, gateway.envoy().adminSetting());
        KeepAlive idle = gateway.client()) {
      idle.get("/");
      sidecar.awaitLog("drain plan made");
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();

      assertThat(answer.get().body()).contains("sock_diag");
      assertThat(sidecar.log()).isNotEmpty().allMatch(line -> line.startsWith("{"));
    }
  }
}
