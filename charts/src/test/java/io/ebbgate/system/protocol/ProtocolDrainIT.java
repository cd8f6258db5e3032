package io.ebbgate.system.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.core.drain.EnvoyVersion;
import io.ebbgate.core.testkit.EnvoyBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a client of each protocol sees of a drain, beside the docs' table of it. All drains run at
 * once, the longest first, so that they take little longer than the longest.
 */
@Timeout(180)
class ProtocolDrainIT {
  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root", "."));
  private static final String HEADER = "| protocol | at the hook |";

  /** Starting all programs at once would be the load of a machine that swaps. */
  private static final int STARTS = 2;

  private static final Map<ProtocolCase, CompletableFuture<ProtocolDrain>> DRAINS =
      new EnumMap<>(ProtocolCase.class);

  private static Upstream upstream;

  @BeforeAll
  static void startAll(@TempDir Path folder) throws Exception {
    Path certificates = Files.createDirectory(folder.resolve("certificates"));
    DevCertificates.write(
        certificates, List.of("gateway"), Duration.ofDays(1), InstantSource.system());
    upstream = Upstream.open(certificates);
    Semaphore starts = new Semaphore(STARTS, true);
    for (ProtocolCase use : longestFirst()) {
      Path own = Files.createDirectory(folder.resolve(use.name()));
      CompletableFuture<ProtocolDrain> drain = new CompletableFuture<>();
      DRAINS.put(use, drain);
      Thread.ofVirtual()
          .start(() -> {
            try {
              drain.complete(ProtocolDrain.run(use, upstream, certificates, own, starts));
            } catch (Exception | AssertionError failed) {
              drain.completeExceptionally(failed);
            }
          });
    }
  }

  private static List<ProtocolCase> longestFirst() throws IOException {
    return possible().stream()
        .sorted(Comparator.comparingInt(ProtocolCase::seconds).reversed())
        .toList();
  }

  /** All uses, but for those that need a newer Envoy than this one. */
  static List<ProtocolCase> possible() throws IOException {
    Process envoy = new ProcessBuilder(EnvoyBinary.path().toString(), "--version").start();
    String version = new String(envoy.getInputStream().readAllBytes(), US_ASCII);
    EnvoyVersion own =
        EnvoyVersion.parse(version.substring(version.indexOf("version:"))).orElseThrow();
    return Stream.of(ProtocolCase.values()).filter(use -> use.possibleWith(own)).toList();
  }

  @AfterAll
  static void stop() {
    upstream.close();
  }

  @ParameterizedTest
  @MethodSource("possible")
  void isAsTheReadmeSays(ProtocolCase use) throws Exception {
    ProtocolDrain drain = Objects.requireNonNull(DRAINS.get(use)).get(120, TimeUnit.SECONDS);

    drain.isTimely();
    assertThat(drain.row()).isEqualTo(row(use));
  }

  @Test
  void theReadmeHasNoOtherRows() throws Exception {
    assertThat(table()).hasSize(ProtocolCase.values().length);
  }

  private static String row(ProtocolCase use) throws Exception {
    return table().stream()
        .filter(row -> row.startsWith(use.cells()))
        .findFirst()
        .orElse("no row " + use.cells());
  }

  private static List<String> table() throws Exception {
    return Files.readAllLines(ROOT.resolve("docs/drain.md")).stream()
        .dropWhile(line -> !line.startsWith(HEADER))
        .skip(2)
        .takeWhile(line -> line.startsWith("| "))
        .toList();
  }
}
