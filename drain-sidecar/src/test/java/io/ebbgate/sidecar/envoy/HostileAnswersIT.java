package io.ebbgate.sidecar.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.core.testkit.JavaArguments;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an Envoy answers fits in the sidecar's heap or is refused; with the image's own options. */
@Timeout(60)
class HostileAnswersIT {
  @ParameterizedTest
  @CsvSource({
    "prefixes, refused: more than 4000 HTTP stat prefixes",
    "long-prefixes, refused: more than 524288 characters of names",
    "listeners, refused: more than 2000 listeners",
    "long-names, refused: more than 524288 characters of names",
    "fields, read",
    "ports, refused: more than 524288 characters of names",
    "statistics, read",
    "listeners-of-statistics, refused: more than 524288 characters of names",
    "largest, read"
  })
  void readsOrRefusesAnswersOfAnySizeInTheImagesHeap(String answer, String outcome)
      throws Exception {
    List<String> command =
        ChildProcesses.java(
            HostileAnswers.class, JavaArguments.of("drain-sidecar").each().toArray(String[]::new));
    command.add(answer);
    Process process =
        ChildProcesses.adopt(new ProcessBuilder(command).redirectErrorStream(true).start());
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(output.strip()).isEqualTo(outcome);
    assertThat(process.waitFor()).isZero();
  }
}
