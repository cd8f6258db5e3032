import module java.base;

/**
 * A module's {@code src/image/image.properties}, with the version and time of this build.
 *
 * @param module the module's folder
 * @param time modification time of each file in the image
 */
record ImageSpec(Properties properties, Path module, String version, Instant time, Architecture architecture) {
  /** Paths in the image, from its root. */
  static final String JAVA = "opt/java";

  static final String LIBRARIES = "app/lib";
  static final String ARGUMENTS = "app/java.args";
  static final String BOM = "usr/share/sbom/ebbgate.cdx.json";
  static final String CACHE = "app/classes.aot";
  static final String USER = "65532:65532";

  static ImageSpec read(Path module, String version, String time) throws IOException {
    Properties properties = new Properties();
    try (var in = Files.newBufferedReader(module.resolve("src/image/image.properties"))) {
      properties.load(in);
    }
    Architecture architecture = Architecture.of(System.getProperty("image.arch", ""));
    return new ImageSpec(properties, module, version, Instant.parse(time), architecture);
  }

  String value(String key) {
    String value = properties.getProperty(key);
    if (value == null) {
      throw new BuildFailure(module + "/src/image/image.properties has no " + key + ".");
    }
    return value.strip();
  }

  /** A value that is a list, separated by commas or blanks. */
  List<String> values(String key) {
    return Stream.of(value(key).split("[\\s,]+")).filter(one -> !one.isEmpty()).toList();
  }

  /** The folder of intermediate files. */
  Path work() {
    return module.resolve("target/image");
  }

  /** The image's root file system. */
  Path root() {
    return work().resolve("root");
  }

  /** Repository and tag: {@code ebbgate/webhook:1.2.3}. */
  String reference() {
    return value("name") + ":" + version;
  }

  /** The archive's path; {@code suffix} is empty or such as {@code -plain}. */
  Path archive(String suffix) {
    return target("-image" + suffix + ".tar");
  }

  /** A file in the module's target folder, named after the program. */
  Path target(String end) {
    String name = value("name");
    return module.resolve("target").resolve(name.substring(name.indexOf('/') + 1) + end);
  }
}
