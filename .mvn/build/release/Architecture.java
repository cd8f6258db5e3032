import module java.base;

/** The architectures that images are made for, by Debian's and OCI's names, and where their C library lies. */
enum Architecture {
  AMD64("x86_64-linux-gnu", "lib64/ld-linux-x86-64.so.2", 62),
  ARM64("aarch64-linux-gnu", "lib/ld-linux-aarch64.so.1", 183);

  /** Where an ELF file has its machine, two bytes, the lower one first. */
  private static final int ELF_MACHINE = 18;

  private final String triplet;
  private final String loader;
  private final int machine;

  Architecture(String triplet, String loader, int machine) {
    this.triplet = triplet;
    this.loader = loader;
    this.machine = machine;
  }

  /** The build machine's. */
  static Architecture own() {
    String name = System.getProperty("os.arch");
    return switch (name) {
      case "amd64", "x86_64" -> AMD64;
      case "arm64", "aarch64" -> ARM64;
      default -> throw new BuildFailure("Images are made on amd64 and arm64, not on " + name + ".");
    };
  }

  /** That of a program or a library. */
  static Architecture of(Path elf) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(ELF_MACHINE + Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (var file = Files.newByteChannel(elf)) {
      while (header.hasRemaining() && file.read(header) >= 0) {}
    }
    for (Architecture each : values()) {
      if (!header.hasRemaining() && header.getShort(ELF_MACHINE) == each.machine) {
        return each;
      }
    }
    throw new BuildFailure(elf + " is for another machine than amd64 and arm64.");
  }

  Architecture other() {
    return this == AMD64 ? ARM64 : AMD64;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As jmod has it. */
  String platform() {
    return "linux-" + name().toLowerCase(Locale.ROOT).replace("arm64", "aarch64");
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
