package io.ebbgate.system.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The archives of {@code mvn -Prelease}: an OCI index of both architectures each. */
@ParameterizedClass
@ValueSource(strings = {"webhook", "drain-sidecar"})
class ReleaseIndexIT {
  private static final Path RELEASE =
      Path.of(System.getProperty("ebbgate.root"), "target", "release");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String program;
  @TempDir Path layout;

  ReleaseIndexIT(String program) {
    this.program = program;
  }

  @BeforeEach
  void unpack() throws Exception {
    String name =
        "ebbgate-%s-%s-image.tar".formatted(program, System.getProperty("ebbgate.version"));
    run("tar", "-xf", RELEASE.resolve(name).toString(), "-C", layout.toString());
  }

  @Test
  void namesAnImageForEachArchitecture() throws Exception {
    assertThat(index().path("manifests").valueStream())
        .map(each ->
            each.at("/platform/os").asText() + "/" + each.at("/platform/architecture").asText())
        .containsExactlyInAnyOrder("linux/amd64", "linux/arm64");
  }

  @Test
  void isWhatTheValuesOfTheReleaseName() throws Exception {
    assertThat(Files.readString(RELEASE.resolve("image-digests.yaml")))
        .contains("digest: " + top().path("digest").asText());
  }

  @Test
  void describesEachImageByItsConfiguration() throws Exception {
    for (JsonNode described : index().path("manifests")) {
      JsonNode manifest = blob(described);
      JsonNode config = blob(manifest.path("config"));

      assertThat(config.path("architecture")).isEqualTo(described.at("/platform/architecture"));
      assertThat(config.at("/rootfs/diff_ids")).hasSameSizeAs(manifest.path("layers"));
      for (JsonNode layer : manifest.path("layers")) {
        assertThat(Files.size(file(layer))).isEqualTo(layer.path("size").asLong());
      }
    }
  }

  /** A client reads a blob by its digest alone. */
  @Test
  void hasNoFileThatIsNotWhatItsNameSays() throws Exception {
    try (Stream<Path> blobs = Files.list(layout.resolve("blobs/sha256"))) {
      for (Path blob : blobs.toList()) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(blob));

        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(blob.getFileName().toString());
      }
    }
  }

  /** Of ELF: 62 and 183 are its numbers of the two. */
  @Test
  void startsAJavaOfItsArchitecture() throws Exception {
    for (JsonNode described : index().path("manifests")) {
      int machine = described.at("/platform/architecture").asText().equals("amd64") ? 62 : 183;
      List<Path> layers = blob(described).path("layers").valueStream().map(this::file).toList();

      byte[] java = entry(layers, "opt/java/bin/java");

      assertThat(java[18] & 0xff).isEqualTo(machine);
    }
  }

  private byte[] entry(List<Path> layers, String name) throws Exception {
    for (Path layer : layers) {
      if (new String(run("tar", "-tzf", layer.toString()), UTF_8).lines().anyMatch(name::equals)) {
        return run("tar", "-xzOf", layer.toString(), name);
      }
    }
    throw new AssertionError("no layer has " + name);
  }

  private JsonNode top() throws IOException {
    return JSON.readTree(layout.resolve("index.json").toFile()).at("/manifests/0");
  }

  private JsonNode index() throws IOException {
    return blob(top());
  }

  private JsonNode blob(JsonNode descriptor) throws IOException {
    return JSON.readTree(file(descriptor).toFile());
  }

  private Path file(JsonNode descriptor) {
    return layout.resolve("blobs").resolve(descriptor.path("digest").asText().replace(':', '/'));
  }

  private static byte[] run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    byte[] output = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed");
    }
    return output;
  }
}
