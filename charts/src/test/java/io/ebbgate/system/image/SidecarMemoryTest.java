package io.ebbgate.system.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.core.testkit.JavaArguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All that the sidecar's JVM may take together fits into its container's limit. */
class SidecarMemoryTest {
  private static final Path INJECTED =
      Path.of(
          System.getProperty("ebbgate.root"),
          "webhook/src/test/resources/golden/plain-envoy/out.yaml");

  private static final int MI = 1 << 20;

  /** Those of the JVM, the drain's, the log's; {@code SilentConnectionsIT} counts them. */
  private static final int THREADS = 24;

  /**
   * Symbols, the collector's tables, the compiler's arenas, malloc: 5 MiB were measured in a drain
   * under attack.
   */
  private static final int NATIVE = 8 * MI;

  /** For the pages of files, which the kernel takes back before it kills. */
  private static final int LEFT = 2 * MI;

  @Test
  void everythingFitsInTheContainersLimit() throws IOException {
    JavaArguments arguments = JavaArguments.of("drain-sidecar");
    long heap = arguments.bytes("-Xmx");
    long classes = arguments.bytes("-XX:MaxMetaspaceSize=");
    long code = arguments.bytes("-XX:ReservedCodeCacheSize=");
    long direct = arguments.bytes("-XX:MaxDirectMemorySize=");
    long stacks = THREADS * arguments.bytes("-Xss");

    assertThat(heap + classes + code + direct + stacks + NATIVE + LEFT)
        .isLessThanOrEqualTo(limit());
  }

  /** Neither the node's processors nor its memory decide how much is taken. */
  @Test
  void nothingIsLeftToTheNode() throws IOException {
    assertThat(JavaArguments.of("drain-sidecar").each())
        .contains(
            "-XX:+UseSerialGC",
            "-XX:ActiveProcessorCount=2",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1")
        .noneMatch(option -> option.contains("Percentage"));
  }

  /** As the webhook writes it into pods. */
  private static long limit() throws IOException {
    JsonNode pod = new YAMLMapper().readTree(Files.readString(INJECTED));
    List<String> limits =
        pod.findValues("limits").stream()
            .map(each -> each.path("memory").asText())
            .filter(each -> !each.isEmpty())
            .distinct()
            .toList();
    assertThat(limits).singleElement().asString().endsWith("Mi");
    return Long.parseLong(limits.getFirst().replace("Mi", "")) * MI;
  }
}
