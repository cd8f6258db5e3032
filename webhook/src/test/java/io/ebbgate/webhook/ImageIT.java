package io.ebbgate.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.core.testkit.ImageTree;
import io.ebbgate.webhook.trace.Collector;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive that {@code mvn -Pimages} makes, unpacked and run with its own Java. */
@Timeout(180)
class ImageIT {
  private static final Path ARCHIVE =
      Path.of(System.getProperty("ebbgate.root"), "webhook/target/webhook-image.tar");

  private static final String FROM_CACHE = " source: shared objects file";

  @TempDir Path folder;
  private ImageTree image = new ImageTree(Path.of(""));

  @BeforeEach
  void unpack() throws Exception {
    image = ImageTree.unpack(ARCHIVE, Files.createDirectory(folder.resolve("image")));
  }

  @Test
  void answersAReviewOverTlsWithTheModulesThatItsJavaHas() throws Exception {
    try (ServeProcess serve = ServeProcess.start(program("serve"), folder, Duration.ZERO)) {
      HttpResponse<String> answer = serve.review().get(30, TimeUnit.SECONDS);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"patchType\":\"JSONPatch\"");
    }
  }

  /** Without its cache, a replica takes 30 MB more. */
  @Test
  void findsNineOfTenClassesInItsCache() throws Exception {
    Path log = folder.resolve("classes.log");
    ProcessBuilder program = program("serve");
    program.command().add(1, "-Xlog:class+load:file=" + log);
    try (ServeProcess serve = ServeProcess.start(program, folder, Duration.ZERO)) {
      assertThat(serve.review().get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
    List<String> loaded =
        Files.readAllLines(log).stream().filter(line -> line.contains(" source: ")).toList();
    long cached = loaded.stream().filter(line -> line.contains(FROM_CACHE)).count();

    assertThat(cached).isGreaterThan(loaded.size() * 9L / 10);
  }

  @Test
  void sendsATraceOfItWithThem() throws Exception {
    ProcessBuilder program = program("serve");
    try (Collector collector = Collector.open()) {
      program.environment().putAll(collector.environment());
      try (ServeProcess serve = ServeProcess.start(program, folder, Duration.ZERO)) {
        assertThat(serve.review().get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        serve.process().destroy();

        assertThat(serve.exitCode()).isZero();
        assertThat(collector.spans("admission.mutate")).hasSize(1);
      }
    }
  }

  @Test
  void saysTheVersionOfTheBuild() throws Exception {
    Process process = ChildProcesses.adopt(program("--version").redirectErrorStream(true).start());
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said.strip()).isEqualTo("ebbgate " + System.getProperty("ebbgate.version"));
  }

  private ProcessBuilder program(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(image.command("-XX:AOTCache=" + image.cache()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    return builder;
  }
}
