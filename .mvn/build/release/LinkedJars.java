import module java.base;

/**
 * Rewrites jars for an image that starts from an AOT cache. JDK 25 keeps the call sites of lambdas there, but not those
 * of pattern switches and of records' own methods, and of string concatenations only those that its training met. Each
 * other one is linked when it is first called, by hundreds of classes that nothing else needs: before the program is
 * ready, or in the midst of a drain. So each becomes a call of a method that is written here. The names of local
 * variables, which only debuggers read, are left out.
 *
 * @param classpath where the superclasses of its classes are
 */
record LinkedJars(URLClassLoader classpath) implements AutoCloseable {
  private static final int HELPER = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;

  /** Rewrites some of the jars of a class path. */
  static LinkedJars among(List<Path> jars) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    return new LinkedJars(new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()));
  }

  /** Rewrites a jar in its place; the entries keep their order and times. */
  void rewrite(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarFile jar = new JarFile(file.toFile());
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        byte[] content = jar.getInputStream(entry).readAllBytes();
        out.write(entry.getName().endsWith(".class") ? linked(content) : content);
      }
    }
    Files.write(file, bytes.toByteArray());
  }

  private byte[] linked(byte[] content) {
    ClassFile files =
        ClassFile.of(
            ClassFile.DebugElementsOption.DROP_DEBUG,
            ClassFile.ConstantPoolSharingOption.NEW_POOL,
            ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classpath)));
    ClassModel model = files.parse(content);
    return files.transformClass(model, ClassTransform.ofStateful(() -> new Calls(model)));
  }

  @Override
  public void close() throws IOException {
    classpath.close();
  }

  /** Replaces the call sites of one class. */
  private static final class Calls implements ClassTransform {
    private final ClassDesc owner;
    private final boolean ofInterface;
    private final List<CallSite> found = new ArrayList<>();

    Calls(ClassModel model) {
      owner = model.thisClass().asSymbol();
      ofInterface = model.flags().has(AccessFlag.INTERFACE);
    }

    @Override
    public void accept(ClassBuilder builder, ClassElement element) {
      if (element instanceof MethodModel method
          && method.code().stream().flatMap(CodeModel::elementStream).anyMatch(each -> site(each).isPresent())) {
        builder.transformMethod(method, MethodTransform.transformingCode(this::replace));
      } else {
        builder.with(element);
      }
    }

    private void replace(CodeBuilder code, CodeElement element) {
      Optional<CallSite> site = site(element);
      if (site.isPresent()) {
        found.add(site.get());
        code.invokestatic(owner, site.get().method(), site.get().type(), ofInterface);
      } else {
        code.with(element);
      }
    }

    private Optional<CallSite> site(CodeElement element) {
      return element instanceof InvokeDynamicInstruction call
          ? CallSite.of(call, found.size(), owner)
          : Optional.empty();
    }

    @Override
    public void atEnd(ClassBuilder builder) {
      found.forEach(site -> builder.withMethodBody(site.method(), site.type(), HELPER, site.body()));
    }
  }
}
