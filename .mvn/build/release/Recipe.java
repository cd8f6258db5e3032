import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What a module says of its image, in {@code src/image/image.properties}, and what Maven says of this build.
 *
 * @param module the module's folder
 * @param time of every file in the image
 */
record Recipe(Properties text, Path module, String version, Instant time, Machine machine) {
  /** Where things lie in the image, from its root. */
  static final String JAVA = "opt/java";

  static final String LIBRARIES = "app/lib";
  static final String ARGUMENTS = "app/java.args";
  static final String BOM = "usr/share/sbom/ebbgate.cdx.json";
  static final String CACHE = "app/classes.aot";
  static final String USER = "65532:65532";

  static Recipe read(Path module, String version, String time) throws IOException {
    Properties text = new Properties();
    try (var in = Files.newBufferedReader(module.resolve("src/image/image.properties"))) {
      text.load(in);
    }
    return new Recipe(
        text, module, version, Instant.parse(time), Machine.of(System.getProperty("image.arch", "")));
  }

  String word(String key) {
    String value = text.getProperty(key);
    if (value == null) {
      throw new Refusal(module + "/src/image/image.properties has no " + key + ".");
    }
    return value.strip();
  }

  List<String> words(String key) {
    return Stream.of(word(key).split("[\\s,]+")).filter(one -> !one.isEmpty()).toList();
  }

  /** What is made on the way, the tree above all. */
  Path work() {
    return module.resolve("target/image");
  }

  Path tree() {
    return work().resolve("root");
  }

  /** As containers name it: {@code ebbgate/webhook:1.2.3}. */
  String reference() {
    return word("name") + ":" + version;
  }

  /** Where the archive goes; {@code kind} is empty, or a word such as {@code -plain}. */
  Path archive(String kind) {
    return module.resolve("target").resolve(shortName() + "-image" + kind + ".tar");
  }

  /** Where the bill of materials lies beside the archive. */
  Path bom() {
    return module.resolve("target").resolve(shortName() + "-image.cdx.json");
  }

  private String shortName() {
    String name = word("name");
    return name.substring(name.indexOf('/') + 1);
  }
}
