package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code explain} says of the golden pods. {@code -Debbgate.golden=write} writes it anew; look
 * at the difference before you commit it.
 */
class ExplainGoldenTest {
  static Stream<Path> cases() throws IOException {
    Path golden = Path.of(System.getProperty("ebbgate.root"), "webhook/src/test/resources/golden");
    try (Stream<Path> folders = Files.list(golden)) {
      return folders.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhatTheFileSays(Path folder) throws IOException {
    CommandRun run = CommandRun.explain(Files.readString(folder.resolve("in.yaml")));

    Path expected = folder.resolve("explain.txt");
    if (System.getProperty("ebbgate.golden", "").equals("write")) {
      Files.writeString(expected, run.out());
    }
    assertThat(run.out()).isEqualTo(Files.readString(expected));
  }
}
