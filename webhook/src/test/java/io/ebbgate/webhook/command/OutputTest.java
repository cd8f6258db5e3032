package io.ebbgate.webhook.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTest {
  @ParameterizedTest
  @ValueSource(strings = {"inject", "explain"})
  void saysThatItsResultIsLost(String command) throws Exception {
    String input = InjectCommandTest.fixture("mixed.yaml");

    // The device whose every write fails as on a full disk.
    try (PrintStream full = new PrintStream(new FileOutputStream("/dev/full"), false, UTF_8)) {
      CommandRun run = CommandRun.to(full, input, command, "-f", "-");

      assertThat(run.exitCode()).isEqualTo(74);
      assertThat(run.err()).endsWith("The output can't be written; it is not complete.\n");
    }
  }
}
