package io.ebbgate.webhook.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "inject -f -",
        "explain -f -",
        "audit -f -",
        "profiles",
        "policy --profile kgateway",
        "install --print",
        "completion bash"
      })
  void reportsLostOutput(String command) throws Exception {
    String input = InjectCommandTest.fixture("mixed.yaml");

    // Every write to this device fails as on a full disk.
    try (PrintStream full = new PrintStream(new FileOutputStream("/dev/full"), false, UTF_8)) {
      CommandRun run = CommandRun.to(full, input, command.split(" "));

      assertThat(run.exitCode()).isEqualTo(74);
      assertThat(run.err()).endsWith("The output can't be written and is incomplete.\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"inject", "explain", "inject --strict"})
  void printsNoControlCharacterOfAManifest(String command) {
    String pod =
        """
        kind: Pod
        metadata:
          name: "g\\e[2J\\r\\nDeployment/x injected\\u009b\\u202e"
          labels: {ebbgate.io/inject: "true"}
          annotations: {ebbgate.io/min-drain: "\\e]0;x\\a"}
        spec: {containers: [{name: "envoy\\e[1m", image: envoy}]}
        """;

    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.addAll(List.of("-f", "-", "--namespace", "\u001b[31m"));
    CommandRun run = CommandRun.of(pod, arguments.toArray(String[]::new));

    String printed = run.err() + (command.startsWith("inject") ? "" : run.out());
    assertThat(printed).contains("Pod/g [2J  Deployment/x injected");
    assertThat(printed.replace("\n", "")).doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
    assertThat(printed.lines()).noneMatch(line -> line.startsWith("Deployment/x"));
  }
}
