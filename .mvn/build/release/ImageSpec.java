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

  static ImageSpec read(Path module, String version, String time, Architecture architecture) throws IOException {
    Properties properties = new Properties();
    try (var in = Files.newBufferedReader(module.resolve("src/image/image.properties"))) {
      properties.load(in);
    }
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
    return module.resolve("target/image" + suffix());
  }

  /** The image's root file system. */
  Path root() {
    return work().resolve("root");
  }

  /** Repository and tag: {@code ebbgate/webhook:1.2.3}. */
  String reference() {
    return value("name") + ":" + version;
  }

  /** Of names of files of the other architecture's image: such as {@code -arm64}; empty for the build machine's. */
  private String suffix() {
    return architecture == Architecture.own() ? "" : "-" + architecture.wireName();
  }

  /** A file of the image in the module's target folder, such as {@code webhook-image.tar}. */
  Path target(String end) {
    String name = value("name");
    return module.resolve("target").resolve(name.substring(name.indexOf('/') + 1) + "-image" + suffix() + end);
  }

  /** The list of layers and their sizes. */
  Path sizes() {
    return module.resolve("target/image-sizes" + suffix() + ".txt");
  }
}
