package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionCommandTest {
  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void knowsEveryCommandAndItsOptions(String shell) {
    CommandRun run = CommandRun.of("", "completion", shell);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("audit", "explain", "status", "fail-on", "sarif");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "fish"})
  void knowsTheValuesOfAnOptionThatHasFew(String shell) {
    assertThat(CommandRun.of("", "completion", shell).out())
        .contains("delete-all", "keep_alive", "new_connection", "agent", "v1beta1")
        .doesNotContain("AGENT");
  }

  @Test
  void isAScriptThatBashReads() throws Exception {
    Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
    try (var input = bash.outputWriter()) {
      input.write(CommandRun.of("", "completion", "bash").out());
    }

    assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(
            new String(
                bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .isEmpty();
    assertThat(bash.exitValue()).isZero();
  }

  @Test
  void namesTheShellsThatItKnows() {
    assertThat(CommandRun.of("", "completion", "tcsh").exitCode()).isNotZero();
  }
}
