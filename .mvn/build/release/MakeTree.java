import module java.base;
import org.apache.commons.io.FileUtils;

/**
 * Lays out the root file system of a program's image in {@code target/image/root}: {@code ROOT MODULE VERSION TIME
 * JAR CLASSPATH}. A plugin such as Jib's lays files out only while it packs them, but the AOT cache is written in
 * between, by the linked runtime, with the jars at the paths, in the order and with the times that the image has.
 */
class MakeTree {
  public static void main(String[] args) throws Exception {
    try {
      ImageSpec spec = ImageSpec.read(Path.of(args[1]), args[2], args[3], Architecture.own());
      new MakeTree(Path.of(args[0]), spec, Path.of(args[4]), args[5]).make(JavaRuntime.OWN);
    } catch (BuildFailure failure) {
      System.err.println(failure.getMessage());
      System.exit(1);
    }
  }

  private final Path root;
  private final ImageSpec spec;
  private final Path jar;
  private final List<Path> libraries;

  MakeTree(Path root, ImageSpec spec, Path jar, String classpath) {
    this.root = root;
    this.spec = spec;
    this.jar = jar;
    this.libraries =
        Stream.of(classpath.split(":")).map(Path::of).filter(Files::isRegularFile).filter(one -> !one.equals(jar))
            .toList();
  }

  /**
   * Lays it out.
   *
   * @param jdk a JDK or Java runtime of the image's architecture
   */
  void make(Path jdk) throws IOException, InterruptedException {
    FileUtils.deleteDirectory(spec.work().toFile());
    Files.deleteIfExists(spec.target(".tar"));
    Files.deleteIfExists(spec.target("-plain.tar"));
    Path tree = Files.createDirectories(spec.root());
    Debian debian = new Debian(root.resolve("target/debian"), spec.architecture());
    debian.install(tree, Files.createDirectories(spec.work().resolve("debian")));
    FileUtils.copyDirectory(root.resolve(".mvn/build/release/files").toFile(), tree.toFile(), false);
    File licence = tree.resolve("usr/share/doc/ebbgate/copyright").toFile();
    FileUtils.copyFile(root.resolve("LICENSE").toFile(), licence, false);
    Files.createDirectories(tree.resolve("tmp"));
    JavaRuntime java = new JavaRuntime(String.join(",", spec.values("modules")), jdk, spec.architecture());
    java.link(tree.resolve(ImageSpec.JAVA), spec.work());
    addProgram(tree);
    Path bom = tree.resolve(ImageSpec.BOM);
    Bom.complete(spec.module().resolve("target/bom.json"), List.of(debian.component(), java.component()), bom);
    Files.copy(bom, spec.target(".cdx.json"), StandardCopyOption.REPLACE_EXISTING);
    setTimes(tree);
    if (spec.properties().containsKey("class.archive") && spec.architecture() == Architecture.own()) {
      java.archiveClasses(tree.resolve(ImageSpec.JAVA), spec.value("class.archive"));
      setTimes(tree);
    }
  }

  /** Copies the jars; the arguments' class path gives their order, since a folder has none. */
  private void addProgram(Path tree) throws IOException {
    List<String> classpath = new ArrayList<>();
    List<Path> copies = new ArrayList<>();
    Path app = Files.createDirectories(tree.resolve("app"));
    copies.add(copy(jar, app));
    Path lib = Files.createDirectories(tree.resolve(ImageSpec.LIBRARIES));
    for (Path library : libraries) {
      copies.add(copy(library, lib));
    }
    if (spec.properties().containsKey("linked")) {
      linkCalls(copies);
    }
    for (Path copy : copies) {
      classpath.add("/" + tree.relativize(copy));
    }
    Files.writeString(
        tree.resolve(ImageSpec.ARGUMENTS),
        arguments()
            + "-cp\n" + String.join(":", classpath) + "\n" + spec.value("main") + "\n");
  }

  /** Those of the program, as this architecture's JVM takes them and without an archive of classes needs them. */
  private String arguments() throws IOException {
    boolean own = spec.architecture() == Architecture.own();
    List<String> left = spec.architecture() == Architecture.ARM64 ? optional("amd64.arguments") : List.of();
    Stream<String> lines =
        Files.readAllLines(spec.module().resolve("src/image/java.args")).stream().filter(line -> !left.contains(line));
    Stream<String> more = own ? Stream.of() : optional("class.archive.missing").stream();
    return Stream.concat(lines, more).map(line -> line + "\n").collect(Collectors.joining());
  }

  private List<String> optional(String key) {
    return spec.properties().containsKey(key) ? spec.values(key) : List.of();
  }

  private static Path copy(Path jar, Path folder) throws IOException {
    Path copy = folder.resolve(jar.getFileName());
    if (Files.exists(copy)) {
      throw new BuildFailure("Two jars are called " + copy.getFileName() + ".");
    }
    return Files.copy(jar, copy);
  }

  /** Rewrites the jars that {@code linked} names, each by its artifact. */
  private void linkCalls(List<Path> jars) throws IOException {
    try (LinkedJars linked = LinkedJars.among(jars)) {
      for (String artifact : spec.values("linked")) {
        String name = artifact + "-" + spec.version() + ".jar";
        linked.rewrite(
            jars.stream().filter(one -> one.endsWith(name)).findFirst()
                .orElseThrow(() -> new BuildFailure("The image has no " + name + ".")));
      }
    }
  }

  /** Gives all files one time: the JVM compares those of its jars with the times in its archives. */
  private void setTimes(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.filter(file -> !Files.isSymbolicLink(file)).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(spec.time()));
      }
    }
  }
}
