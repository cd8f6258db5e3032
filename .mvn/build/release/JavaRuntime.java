import module java.base;

/**
 * The JDK's runtime, linked with only the modules that a program needs. Not by maven-jlink-plugin: that links a
 * project's artifacts too, and jlink refuses automatic modules, which some of our libraries are.
 *
 * @param jdk the JDK that runs this, or one of another architecture, with its jmods
 */
record JavaRuntime(String modules, Path jdk, Architecture architecture) {
  private static final Pattern PROVIDER = Pattern.compile("security\\.provider\\.\\d+=(?<name>\\S+)");

  void link(Path home) throws IOException, InterruptedException {
    Path own = Path.of(System.getProperty("java.home"));
    Files.createDirectories(home.getParent());
    // As a process: within this JVM, the classes that jlink generates depend on what ran before.
    List<String> command =
        new ArrayList<>(
            List.of(
                own.resolve("bin/jlink").toString(), "--add-modules", modules, "--output", home.toString(),
                "--strip-java-debug-attributes", "--no-header-files", "--no-man-pages", "--compress", "zip-0",
                "--vm", "server"));
    if (!jdk.equals(own)) {
      if (!Files.exists(jdk.resolve("jmods/java.base.jmod"))) {
        throw new BuildFailure("-Dimage.jdk names " + jdk + ", which has no jmods/java.base.jmod.");
      }
      command.addAll(List.of("--module-path", jdk.resolve("jmods").toString()));
    }
    String built = release(jdk).getProperty("OS_ARCH", "unknown");
    if (Architecture.of(built) != architecture) {
      throw new BuildFailure(
          "-Dimage.jdk names %s, a JDK for %s, not for %s.".formatted(jdk, built, architecture.wireName()));
    }
    Commands.run(home.getParent(), command);
    dropProviders(home);
  }

  /**
   * Takes the security providers of modules that are not linked off the JDK's list. For each of them, the JDK would
   * make every provider that is on the class path, only to compare its name: BouncyCastle's is 900 classes.
   */
  private static void dropProviders(Path home) throws IOException {
    Set<String> linked = Set.of(release(home).getProperty("MODULES", "").split(" "));
    Path file = home.resolve("conf/security/java.security");
    List<String> lines = new ArrayList<>();
    int kept = 0;
    for (String line : Files.readAllLines(file)) {
      Matcher provider = PROVIDER.matcher(line);
      if (!provider.matches()) {
        lines.add(line);
      } else if (isOf(linked, Security.getProvider(provider.group("name")))) {
        lines.add("security.provider.%d=%s".formatted(++kept, provider.group("name")));
      }
    }
    Files.write(file, lines);
  }

  private static boolean isOf(Set<String> modules, Provider provider) {
    return provider != null && modules.contains(provider.getClass().getModule().getName());
  }

  /**
   * Writes the archive of its own classes that a JDK comes with and jlink leaves out: the same bytes in every build.
   * An image with an AOT cache has these classes there.
   *
   * @param arguments of the JVM that will read it, which must have the same collector
   */
  void archiveClasses(Path home, String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString(), "-Xshare:dump", "-Xlog:disable"));
    command.addAll(List.of(arguments.split(" ")));
    Commands.run(home, command);
  }

  Bom.Component component() throws IOException {
    Properties release = release(jdk);
    String version = release.getProperty("JAVA_RUNTIME_VERSION", release.getProperty("JAVA_VERSION"));
    return new Bom.Component(
        "platform", release.getProperty("IMPLEMENTOR", "unknown"), "openjdk", version,
        "GPL-2.0-only WITH Classpath-exception-2.0", "pkg:generic/openjdk@" + version.replace("+", "%2B"));
  }

  /** A JDK's {@code release} file. */
  private static Properties release(Path jdk) throws IOException {
    Properties release = new Properties();
    try (var in = Files.newInputStream(jdk.resolve("release"))) {
      release.load(in);
    }
    release.replaceAll((_, value) -> value.toString().replace("\"", ""));
    return release;
  }
}
