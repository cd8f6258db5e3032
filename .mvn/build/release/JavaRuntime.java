import module java.base;

/**
 * The JDK's runtime, linked with only the modules that a program needs. Not by maven-jlink-plugin: that links a
 * project's artifacts too, and jlink refuses automatic modules, which some of our libraries are.
 *
 * @param jdk the JDK that runs this, or a JDK or Java runtime of the other architecture
 */
record JavaRuntime(String modules, Path jdk, Architecture architecture) {
  /** The JDK that runs this. */
  static final Path OWN = Path.of(System.getProperty("java.home"));

  private static final Pattern PROVIDER = Pattern.compile("security\\.provider\\.\\d+=(?<name>\\S+)");

  /**
   * Links it.
   *
   * @param home where
   * @param work a folder for what is made on the way
   */
  void link(Path home, Path work) throws IOException, InterruptedException {
    if (jdk.equals(OWN)) {
      link(home, List.of());
    } else {
      Architecture built = Architecture.of(jdk.resolve("lib/server/libjvm.so"));
      if (built != architecture) {
        throw new BuildFailure(
            "-Dimage.jdk names %s, a JDK for %s, not for %s.".formatted(jdk, built.wireName(), architecture.wireName()));
      }
      link(home, List.of("--module-path", foreignModules(work).toString()));
    }
    dropProviders(home);
  }

  private Path foreignModules(Path work) throws IOException, InterruptedException {
    Path brought = jdk.resolve("jmods");
    if (Files.exists(brought.resolve("java.base.jmod"))) {
      return brought;
    }
    Path example = work.resolve("example");
    link(example, List.of());
    Path made = Files.createDirectories(work.resolve("jmods"));
    new ForeignModules(jdk, architecture).make(linkedModules(example), example, made);
    return made;
  }

  /** As a process: within this JVM, the classes that jlink generates depend on what ran before. */
  private void link(Path home, List<String> more) throws IOException, InterruptedException {
    Files.createDirectories(home.getParent());
    List<String> command =
        new ArrayList<>(
            List.of(
                OWN.resolve("bin/jlink").toString(), "--add-modules", modules, "--output", home.toString(),
                "--strip-java-debug-attributes", "--no-header-files", "--no-man-pages", "--compress", "zip-0",
                "--vm", "server"));
    command.addAll(more);
    Commands.run(home.getParent(), command);
  }

  /**
   * Takes the security providers of modules that are not linked off the JDK's list. For each of them, the JDK would
   * make every provider that is on the class path, only to compare its name: BouncyCastle's is 900 classes.
   */
  private static void dropProviders(Path home) throws IOException {
    Set<String> linked = linkedModules(home);
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

  private static Set<String> linkedModules(Path home) throws IOException {
    return new TreeSet<>(List.of(release(home).getProperty("MODULES", "").split(" ")));
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
    Map<String, String> named = new ForeignModules(jdk, architecture).properties();
    String version = named.get("java_runtime_version");
    return new Bom.Component(
        "platform", named.get("VENDOR"), "openjdk", version,
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
