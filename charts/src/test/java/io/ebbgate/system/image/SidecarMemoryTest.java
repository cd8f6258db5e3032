package io.ebbgate.system.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.core.testkit.ImageOptions;
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
          "webhook/src/test/resources/golden/plain-envoy.out.yaml");

  private static final int KI = 1024;
  private static final int MI = 1024 * KI;

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
    List<String> options = ImageOptions.of("drain-sidecar");
    long heap = bytes(options, "-Xmx");
    long classes = bytes(options, "-XX:MaxMetaspaceSize=");
    long code = bytes(options, "-XX:ReservedCodeCacheSize=");
    long direct = bytes(options, "-XX:MaxDirectMemorySize=");
    long stacks = THREADS * bytes(options, "-Xss");

    assertThat(heap + classes + code + direct + stacks + NATIVE + LEFT)
        .isLessThanOrEqualTo(limit());
  }

  /** Neither the node's processors nor its memory decide how much is taken. */
  @Test
  void nothingIsLeftToTheNode() throws IOException {
    assertThat(ImageOptions.of("drain-sidecar"))
        .contains(
            "-XX:+UseSerialGC",
            "-XX:ActiveProcessorCount=2",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1")
        .noneMatch(option -> option.contains("Percentage"));
  }

  private static long bytes(List<String> options, String name) {
    String value =
        options.stream()
            .filter(option -> option.startsWith(name))
            .map(option -> option.substring(name.length()))
            .reduce((_, last) -> last)
            .orElseThrow(() -> new AssertionError("no " + name));
    long number = Long.parseLong(value.substring(0, value.length() - 1));
    return switch (value.charAt(value.length() - 1)) {
      case 'k' -> number * KI;
      case 'm' -> number * MI;
      default -> throw new AssertionError(name + value);
    };
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
