import module java.base;

/**
 * Gives a jar's classes of Java 5 and before, such as picocli's, the stack maps of later ones. The JVM leaves classes
 * without them out of its AOT cache, and would load and verify them again at each start.
 */
record StackMaps(ClassFile files) {
  private static final int FIRST_VERSION = ClassFile.JAVA_6_VERSION;

  /** Rewrites the old classes of a jar in its place; its other entries stay as they are. */
  static void addTo(Path jar) throws IOException {
    try (URLClassLoader superclasses =
            new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        FileSystem entries = FileSystems.newFileSystem(jar);
        Stream<Path> paths = Files.walk(entries.getPath("/"))) {
      StackMaps maps =
          new StackMaps(
              ClassFile.of(
                  ClassFile.ConstantPoolSharingOption.NEW_POOL,
                  ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(superclasses))));
      for (Path path : paths.filter(path -> path.toString().endsWith(".class")).toList()) {
        maps.addToClass(path);
      }
    }
  }

  private void addToClass(Path path) throws IOException {
    ClassModel model = files.parse(Files.readAllBytes(path));
    if (model.majorVersion() < FIRST_VERSION) {
      Files.write(path, files.transformClass(model, StackMaps::writeAgain));
    }
  }

  /** Code that is written again gets its stack maps; code that is taken over as it is has none. */
  private static void writeAgain(ClassBuilder builder, ClassElement element) {
    switch (element) {
      case ClassFileVersion old -> builder.withVersion(FIRST_VERSION, 0);
      case MethodModel method when method.code().isPresent() ->
          builder.transformMethod(method, MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
      default -> builder.with(element);
    }
  }
}
