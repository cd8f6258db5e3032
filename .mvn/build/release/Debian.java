import module java.base;

/**
 * The C library of an image, from the Debian package that the root POM pins by hash and downloads. Not the build
 * machine's own, so that two machines that were patched at different times make the same bytes; and not from a base
 * image, which would bring a shell or a registry to trust. No plugin unpacks single files of a .deb.
 *
 * @param folder where packages are
 */
record Debian(Path folder, Architecture architecture) {
  /** What a JVM without a desktop loads, by the names in its own libraries. */
  private static final List<String> LIBRARIES =
      List.of("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1");

  private Path deb() {
    return folder.resolve("libc6_" + architecture.wireName() + ".deb");
  }

  /** Copies loader, libraries, copyright and, for scanners, the package's control fields. */
  void install(Path root, Path work) throws IOException, InterruptedException {
    if (!Files.exists(deb())) {
      throw new BuildFailure(deb() + " is not there; run mvn -Pimages package in the root, which downloads it.");
    }
    Commands.run(work, List.of("dpkg-deb", "--extract", deb().toString(), work.toString()));
    Path libraries = work.resolve(architecture.libraries());
    for (String library : LIBRARIES) {
      copy(libraries.resolve(library), root.resolve(architecture.libraries()).resolve(library));
    }
    copy(libraries.resolve(Path.of(architecture.loader()).getFileName()), root.resolve(architecture.loader()));
    String copyright = "usr/share/doc/libc6/copyright";
    copy(work.resolve(copyright), root.resolve(copyright));
    // Where scanners look in an image without dpkg.
    Path status = root.resolve("var/lib/dpkg/status.d/libc6");
    Files.createDirectories(status.getParent());
    Files.writeString(
        status,
        fields("Package,Source,Version,Architecture,Maintainer,Section,Priority,Homepage,Description".split(",")));
  }

  Bom.Component component() throws IOException, InterruptedException {
    String version = fields("Version").strip();
    return new Bom.Component(
        "library", "Debian", "libc6", version, "LGPL-2.1-or-later",
        "pkg:deb/debian/libc6@%s?arch=%s&distro=debian-12"
            .formatted(version.replace("+", "%2B"), architecture.wireName()));
  }

  private String fields(String... names) throws IOException, InterruptedException {
    Stream<String> command = Stream.of("dpkg-deb", "--field", deb().toString());
    return Commands.run(folder, Stream.concat(command, Stream.of(names)).toList());
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
