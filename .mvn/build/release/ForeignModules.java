import module java.base;
import java.lang.classfile.Attributes;

/**
 * The modules of a JDK or Java runtime for another architecture, in the files that jlink takes. A JDK 25 comes without
 * these, and without them jlink links only the runtime that it runs in. So they are made from what is there: the classes
 * of the runtime's image, and those of its other files that a runtime of the build machine has as well.
 *
 * @param home its folder
 */
record ForeignModules(Path home, Architecture architecture) {
  /** Classes that jlink wrote when it linked the runtime, and writes again: all of these names but the JDK's own one. */
  private static final Pattern WRITTEN_BY_JLINK =
      Pattern.compile("(SystemModules[$]|BoundMethodHandle[$]Species_(?!L[.])).*");

  /** Of the module java.base; all native files are put into its file, whichever module they belong to. */
  private static final String BASE = "java.base";

  /**
   * Makes a file for each module.
   *
   * @param example a linked runtime of the build machine with the wanted modules
   * @param to a folder that is made, for the files and what they are made of
   */
  void make(Set<String> modules, Path example, Path to) throws IOException, InterruptedException {
    Path others = Files.createDirectories(to.resolve("others"));
    for (String part : List.of("bin", "lib", "conf")) {
      Files.createDirectories(others.resolve(part));
    }
    copyOthers(example, others);
    try (FileSystem image = image()) {
      for (String module : modules) {
        Path from = image.getPath("/modules", module);
        if (!Files.exists(from)) {
          throw new BuildFailure(home + " has no module " + module + ".");
        }
        Path classes = to.resolve("classes").resolve(module);
        copyClasses(from, classes);
        pack(module, classes, others, to);
      }
    }
  }

  private FileSystem image() throws IOException {
    return FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", home.toString()));
  }

  private void copyOthers(Path example, Path others) throws IOException {
    try (Stream<Path> files = Files.walk(example)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path name = example.relativize(file);
        Path wanted = others.resolve(name);
        if (Files.exists(others.resolve(name.getName(0))) && !name.endsWith("modules") && Files.exists(home.resolve(name))) {
          Files.createDirectories(wanted.getParent());
          Files.copy(home.resolve(name), wanted);
        }
      }
    }
  }

  private static void copyClasses(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (!WRITTEN_BY_JLINK.matcher(name).matches()) {
          Path copy = to.resolve(from.relativize(file).toString());
          Files.createDirectories(copy.getParent());
          byte[] content = Files.readAllBytes(file);
          Files.write(copy, name.equals("module-info.class") ? withoutHashes(content) : content);
        }
      }
    }
  }

  /** Hashes of the files from which the runtime was linked, which are not these. */
  private static byte[] withoutHashes(byte[] info) {
    ClassFile format = ClassFile.of();
    return format.transformClass(
        format.parse(info), ClassTransform.dropping(element -> element instanceof ModuleHashesAttribute));
  }

  private void pack(String module, Path classes, Path others, Path to) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/jmod").toString()));
    command.addAll(List.of("create", "--class-path", classes.toString(), "--target-platform", architecture.platform()));
    Path legal = home.resolve("legal").resolve(module);
    if (Files.exists(legal)) {
      command.addAll(List.of("--legal-notices", legal.toString()));
    }
    if (module.equals(BASE)) {
      command.addAll(
          List.of(
              "--cmds", others.resolve("bin").toString(), "--libs", others.resolve("lib").toString(), "--config",
              others.resolve("conf").toString()));
    }
    command.add(to.resolve(module + ".jmod").toString());
    Commands.run(to, command);
  }

  /** What the runtime says of itself, by the fields of its class: {@code VENDOR}, {@code java_runtime_version}. */
  Map<String, String> properties() throws IOException {
    Map<String, String> properties = new HashMap<>();
    try (FileSystem image = image()) {
      byte[] type = Files.readAllBytes(image.getPath("/modules/java.base/java/lang/VersionProps.class"));
      for (FieldModel field : ClassFile.of().parse(type).fields()) {
        field
            .findAttribute(Attributes.constantValue())
            .map(ConstantValueAttribute::constant)
            .ifPresent(value -> properties.put(field.fieldName().stringValue(), value.constantValue().toString()));
      }
    }
    return properties;
  }
}
