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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Entries that kubectl and curl take; the client library throws for them. */
  @ParameterizedTest
  @ValueSource(strings = {"localhost, 127.0.0.2", "*.corp.example,127.0.0.2", "*", "[::1]"})
  void exitsWith69AndOneSentenceWhateverIsReachedWithoutAProxy(String noProxy) throws Exception {
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://127.0.0.2:1"}}]
            users: [{name: u, user: {token: t}}]
            """);
    ProcessBuilder builder = program();
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("HTTPS_PROXY", "http://127.0.0.1:1");
    builder.environment().put("NO_PROXY", noProxy);
    Process status = ChildProcesses.adopt(builder.start());

    assertThat(status.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(status.exitValue()).isEqualTo(69);
    assertThat(folder.resolve("err"))
        .content()
        .startsWith("The API server at https://127.0.0.2:1/ can't be reached: ")
        .hasLineCount(1);
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
