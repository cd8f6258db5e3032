package io.ebbgate.system.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.testkit.ImageTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the archives that {@code mvn -Pimages} makes, and their labels. */
class ImageContentIT {
  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root"));
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SET_ID_OR_GROUP_OR_OTHERS_WRITE = 06022;

  /** What a debugging image would bring, and what starts others. */
  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "dash", "busybox", "env", "apt-get", "dpkg", "perl");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"webhook", "drain-sidecar"})
  void hasNoShell(String program) throws Exception {
    ImageTree image = unpack(program);

    assertThat(files(image)).hasSizeGreaterThan(20);
    assertThat(files(image)).noneMatch(file -> SHELLS.contains(file.getFileName().toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook", "drain-sidecar"})
  void hasNoFileThatGivesRightsOrTakesWrites(String program) throws Exception {
    for (Path file : files(unpack(program))) {
      int mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      if (!Files.isSymbolicLink(file)) {
        assertThat(mode & SET_ID_OR_GROUP_OR_OTHERS_WRITE).as(file.toString()).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook", "drain-sidecar"})
  void runsAsANumberAndNotAsRoot(String program) throws Exception {
    assertThat(config(program).path("User").asText()).isEqualTo("65532:65532");
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook", "drain-sidecar"})
  void hasLabelsOfTitleLicenceAndVersion(String program) throws Exception {
    JsonNode labels = config(program).path("Labels");

    assertThat(labels.path("org.opencontainers.image.title").asText()).startsWith("Ebbgate");
    assertThat(labels.path("org.opencontainers.image.licenses").asText()).isEqualTo("Apache-2.0");
    assertThat(labels.path("org.opencontainers.image.version").asText())
        .isEqualTo(System.getProperty("ebbgate.version"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook", "drain-sidecar"})
  void hasItsBillOfMaterialsInsideAndBeside(String program) throws Exception {
    Path inside = unpack(program).root().resolve("usr/share/sbom/ebbgate.cdx.json");

    assertThat(inside).hasSameBinaryContentAs(target(program).resolve(program + "-image.cdx.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook", "drain-sidecar"})
  void hasNothingThatItsBillDoesNotName(String program) throws Exception {
    ImageTree image = unpack(program);
    JsonNode bill = JSON.readTree(target(program).resolve(program + "-image.cdx.json").toFile());
    Set<String> named =
        Stream.concat(
                Stream.of(bill.path("metadata").path("component")),
                StreamSupport.stream(bill.path("components").spliterator(), false))
            .map(one -> one.path("name").asText() + "-" + one.path("version").asText() + ".jar")
            .collect(Collectors.toSet());
    List<String> jars =
        files(image).stream()
            .filter(file -> file.startsWith(image.root().resolve("app")))
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".jar"))
            .toList();

    assertThat(jars).isNotEmpty();
    assertThat(named).containsAll(jars).anyMatch(name -> name.startsWith("openjdk-"));
    assertThat(named).anyMatch(name -> name.startsWith("libc6-"));
  }

  private ImageTree unpack(String program) throws IOException, InterruptedException {
    return ImageTree.unpack(archive(program), folder);
  }

  private static JsonNode config(String program) throws IOException, InterruptedException {
    return JSON.readTree(ImageTree.config(archive(program))).path("config");
  }

  private static Path archive(String program) {
    return target(program).resolve(program + "-image.tar");
  }

  private static Path target(String program) {
    return ROOT.resolve(program).resolve("target");
  }

  private static List<Path> files(ImageTree image) throws IOException {
    try (Stream<Path> files = Files.walk(image.root())) {
      return files.filter(file -> !Files.isDirectory(file)).toList();
    }
  }
}
