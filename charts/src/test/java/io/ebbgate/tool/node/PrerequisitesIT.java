package io.ebbgate.tool.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The message of {@code mvn -Pcluster} where no Kubernetes can be had, before it does anything. */
class PrerequisitesIT {
  private static final Path BUILD = Path.of(System.getProperty("ebbgate.root"), ".mvn", "build");

  @TempDir Path empty;

  @Test
  void aMachineWithoutTheProgramsIsToldEveryOneAndHowToGetIt() throws Exception {
    Output output = run(Map.of("PATH", empty.toString()), "cluster/Prerequisites.java");

    assertThat(output.exit()).isEqualTo(69);
    assertThat(output.text().lines())
        .singleElement()
        .asString()
        .startsWith("The tests with a real Kubernetes need ")
        .contains("containerd, ctr, runc, iptables, conntrack, ip, unshare, nsenter, mount, tar")
        .contains("(Debian: apt-get install containerd runc iptables conntrack iproute2")
        .contains("Go 1.24 or newer, which builds Kubernetes")
        .endsWith("get that, set KUBECONFIG to a cluster of yours, or leave -Pcluster out.");
  }

  @Test
  void aKubeconfigThatIsNotThereIsNamed() throws Exception {
    Path config = empty.resolve("config");
    Output output = run(Map.of("KUBECONFIG", config.toString()), "cluster/Prerequisites.java");

    assertThat(output.exit()).isEqualTo(69);
    assertThat(output.text()).contains("need the file that KUBECONFIG names, " + config);
  }

  @Test
  void aVersionThatIsNotThereIsNamedWithThoseThatAre() throws Exception {
    Path target = empty.resolve("kube");
    Output output =
        run(
            Map.of(),
            "FetchKube.java",
            BUILD.resolve("kube").toString(),
            "1.99",
            target.toString());

    assertThat(output.exit()).isEqualTo(1);
    assertThat(output.text())
        .isEqualTo(
            "There is no Kubernetes \"1.99\" to build; kube.version may be 1.28, 1.34, 1.36.");
    assertThat(target).doesNotExist();
  }

  private record Output(int exit, String text) {}

  private static Output run(Map<String, String> environment, String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.add(BUILD.resolve(program).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder java = new ProcessBuilder(command).redirectErrorStream(true);
    java.environment().remove("KUBECONFIG");
    java.environment().putAll(environment);
    Process process = java.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Output(process.waitFor(), text.strip());
  }
}
