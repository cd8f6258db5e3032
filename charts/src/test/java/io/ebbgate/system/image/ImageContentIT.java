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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the archives that {@code mvn -Pimages} makes, and their labels. */
@ParameterizedClass
@ValueSource(strings = {"webhook", "drain-sidecar"})
class ImageContentIT {
  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root"));
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SET_ID_OR_GROUP_OR_OTHERS_WRITE = 06022;

  /** What a debugging image would bring, and what starts others. */
  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "dash", "busybox", "env", "apt-get", "dpkg", "perl");

  private final String program;
  @TempDir Path folder;

  ImageContentIT(String program) {
    this.program = program;
  }

  @Test
  void hasNoShell() throws Exception {
    ImageTree image = unpack();

    assertThat(files(image)).hasSizeGreaterThan(20);
    assertThat(files(image)).noneMatch(file -> SHELLS.contains(file.getFileName().toString()));
  }

  @Test
  void hasNoFileThatGivesRightsOrTakesWrites() throws Exception {
    for (Path file : files(unpack())) {
      int mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      if (!Files.isSymbolicLink(file)) {
        assertThat(mode & SET_ID_OR_GROUP_OR_OTHERS_WRITE).as(file.toString()).isZero();
      }
    }
  }

  @Test
  void runsAsANumberAndNotAsRoot() throws Exception {
    assertThat(config().path("User").asText()).isEqualTo("65532:65532");
  }

  @Test
  void hasLabelsOfTitleLicenceAndVersion() throws Exception {
    JsonNode labels = config().path("Labels");

    assertThat(labels.path("org.opencontainers.image.title").asText()).startsWith("Ebbgate");
    assertThat(labels.path("org.opencontainers.image.licenses").asText()).isEqualTo("Apache-2.0");
    assertThat(labels.path("org.opencontainers.image.version").asText())
        .isEqualTo(System.getProperty("ebbgate.version"));
  }

  @Test
  void hasItsBillOfMaterialsInsideAndBeside() throws Exception {
    Path inside = unpack().root().resolve("usr/share/sbom/ebbgate.cdx.json");

    assertThat(inside).hasSameBinaryContentAs(target("cdx.json"));
  }

  @Test
  void hasNothingThatItsBillDoesNotName() throws Exception {
    ImageTree image = unpack();
    JsonNode bill = JSON.readTree(target("cdx.json").toFile());
    Set<String> named =
        Stream.concat(
                Stream.of(bill.path("metadata").path("component")),
                bill.path("components").valueStream())
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

  private ImageTree unpack() throws IOException, InterruptedException {
    return ImageTree.unpack(target("tar"), folder);
  }

  private JsonNode config() throws IOException, InterruptedException {
    return JSON.readTree(ImageTree.config(target("tar"))).path("config");
  }

  private Path target(String type) {
    return ROOT.resolve(program).resolve("target").resolve(program + "-image." + type);
  }

  private static List<Path> files(ImageTree image) throws IOException {
    try (Stream<Path> files = Files.walk(image.root())) {
      return files.filter(file -> !Files.isDirectory(file)).toList();
    }
  }
}
