import java.util.Locale;

/** What differs between the architectures that images are made for; the names are those of Debian and of OCI. */
enum Machine {
  AMD64("x86_64-linux-gnu", "lib64/ld-linux-x86-64.so.2"),
  ARM64("aarch64-linux-gnu", "lib/ld-linux-aarch64.so.1");

  private final String triplet;
  private final String loader;

  Machine(String triplet, String loader) {
    this.triplet = triplet;
    this.loader = loader;
  }

  /** The one named, or the one of this machine. */
  static Machine of(String name) {
    String wanted = name.isEmpty() ? System.getProperty("os.arch") : name;
    return switch (wanted) {
      case "amd64", "x86_64" -> AMD64;
      case "arm64", "aarch64" -> ARM64;
      default -> throw new Refusal("Images are made for amd64 and arm64, not for " + wanted + ".");
    };
  }

  boolean isThisOne() {
    return this == of("");
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The folder of libraries, from the root. */
  String libraries() {
    return "lib/" + triplet;
  }

  /** Where a program's header says that the loader is, from the root. */
  String loader() {
    return loader;
  }
}
