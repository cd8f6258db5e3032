import module java.base;

/** The architectures that images are made for, by Debian's and OCI's names, and where their C library lies. */
enum Architecture {
  AMD64("x86_64-linux-gnu", "lib64/ld-linux-x86-64.so.2"),
  ARM64("aarch64-linux-gnu", "lib/ld-linux-aarch64.so.1");

  private final String triplet;
  private final String loader;

  Architecture(String triplet, String loader) {
    this.triplet = triplet;
    this.loader = loader;
  }

  /** The architecture of that name; the build machine's for an empty one. */
  static Architecture of(String name) {
    String wanted = name.isEmpty() ? System.getProperty("os.arch") : name;
    return switch (wanted) {
      case "amd64", "x86_64" -> AMD64;
      case "arm64", "aarch64" -> ARM64;
      default -> throw new BuildFailure("Images are made for amd64 and arm64, not for " + wanted + ".");
    };
  }

  boolean isBuildMachine() {
    return this == of("");
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The folder of libraries, from the root. */
  String libraries() {
    return "lib/" + triplet;
  }

  /** The loader that an ELF header names, from the root. */
  String loader() {
    return loader;
  }
}
