package io.ebbgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.webhook.status.FakeApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Exit code and standard error of the program. */
@Timeout(120)
class StatusProcessIT {
  @TempDir Path folder;

  @Test
  void exitsWith0OnSigterm() throws Exception {
    try (FakeApiServer api = FakeApiServer.start()) {
      api.setPods(FakeApiServer.starting("edge-1"));
      Process status = start("-w", "--kubeconfig=" + api.kubeconfig(folder));
      Await.until("a snapshot", () -> out().equals("1 not running\n"));
      status.destroy();

      assertThat(status.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(status.exitValue()).isZero();
      assertThat(folder.resolve("err")).isEmptyFile();
    }
  }

  @Test
  void exitsWith66WithoutAKubeconfig() throws Exception {
    ProcessBuilder builder = program();
    builder.environment().put("KUBECONFIG", folder.resolve("none").toString());
    builder.environment().remove("KUBERNETES_SERVICE_HOST");
    Process status = ChildProcesses.adopt(builder.start());

    assertThat(status.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(status.exitValue()).isEqualTo(66);
    assertThat(folder.resolve("err"))
        .hasContent(
            "There is no kubeconfig with a context at %s: name one by --kubeconfig or KUBECONFIG."
                .formatted(folder.resolve("none")));
  }

  @Test
  void exitsWith77AndOneSentenceWithoutAPermission() throws Exception {
    try (FakeApiServer api = FakeApiServer.start()) {
      api.setPods(FakeApiServer.serving("edge-1"));
      api.forbid("/portforward");
      Process status = start("--kubeconfig=" + api.kubeconfig(folder));

      assertThat(status.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(status.exitValue()).isEqualTo(77);
      assertThat(folder.resolve("err"))
          .content()
          .startsWith("You may not get and create pods/portforward")
          .hasLineCount(1);
    }
  }

  private Process start(String... words) throws IOException {
    return ChildProcesses.adopt(program(words).start());
  }

  private ProcessBuilder program(String... words) {
    ProcessBuilder builder = ServeProcess.program("status");
    builder.command().addAll(List.of(words));
    return builder
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile());
  }

  private String out() {
    try {
      return Files.readString(folder.resolve("out"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
