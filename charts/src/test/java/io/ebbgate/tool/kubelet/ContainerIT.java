package io.ebbgate.tool.kubelet;

import static io.ebbgate.tool.kubelet.ShellPod.MAIN;
import static io.ebbgate.tool.kubelet.ShellPod.OBEYS;
import static io.ebbgate.tool.kubelet.ShellPod.endsAt;
import static io.ebbgate.tool.kubelet.ShellPod.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container's environment and its log. */
class ContainerIT {
  @TempDir Path folder;

  @Test
  void seesTheVariablesOfItsOwnAndNoneOfThisMachine() throws Exception {
    String address = "env: [{name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]";
    ShellPod pod = ShellPod.in(folder).container(MAIN, "env > seen; " + OBEYS, address, sleep(1));
    pod.deleted(30);

    assertThat(Files.readAllLines(folder.resolve("seen")))
        .contains("POD_IP=" + pod.address().getHostAddress())
        .noneMatch(line -> line.startsWith("HOME=") || line.startsWith("JAVA"));
  }

  @Test
  void writesToOneLogBeforeAndAfterARestart() throws Exception {
    ShellPod pod = ShellPod.in(folder).container(MAIN, "echo up; " + endsAt("end") + "; echo down");
    try (RunningPod running = pod.started()) {
      pod.end("end");
      running.events().await(Kind.STARTED, MAIN, 2);
      pod.end("end");
      running.events().await(Kind.EXITED, MAIN, 2);

      assertThat(folder.resolve("main.log")).hasContent("up\ndown\nup\ndown");
    }
  }
}
