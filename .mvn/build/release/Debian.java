import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The C library from Debian's own package of a version and a hash that the lock names, not from the build machine: so
 * two machines, patched at different times, make the same bytes. Fetched once by apt-get, which needs no root for it.
 *
 * @param store where packages are kept between builds
 */
record Debian(Path lock, Path store, Machine machine) {
  /** What a JVM without a desktop asks of the loader, by the names its own libraries have for it. */
  private static final List<String> LIBRARIES =
      List.of("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1");

  /** One line of the lock. */
  record Package(String name, String version, String architecture, String sha256) {
    String file() {
      return name + "_" + version.replace(":", "%3a") + "_" + architecture + ".deb";
    }
  }

  List<Package> packages() throws IOException {
    return Files.readAllLines(lock).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split(" "))
        .map(word -> new Package(word[0], word[1], word[2], word[3]))
        .filter(one -> one.architecture().equals(machine.wireName()))
        .toList();
  }

  /** Puts loader and libraries where programs look for them, and says in Debian's way whose they are. */
  void install(Path root, Path work) throws IOException, InterruptedException {
    for (Package one : packages()) {
      Path deb = fetched(one);
      Path unpacked = work.resolve(one.name());
      Commands.run(work, List.of("dpkg-deb", "--extract", deb.toString(), unpacked.toString()));
      Path libraries = unpacked.resolve(machine.libraries());
      String loader = Path.of(machine.loader()).getFileName().toString();
      for (String library : LIBRARIES) {
        copy(libraries.resolve(library), root.resolve(machine.libraries()).resolve(library));
      }
      copy(libraries.resolve(loader), root.resolve(machine.loader()));
      String doc = "usr/share/doc/" + one.name() + "/copyright";
      copy(unpacked.resolve(doc), root.resolve(doc));
      // Where scanners look in an image without dpkg.
      Path status = root.resolve("var/lib/dpkg/status.d").resolve(one.name());
      Files.createDirectories(status.getParent());
      Files.writeString(
          status,
          Commands.run(
              work,
              List.of("dpkg-deb", "--field", deb.toString(), "Package", "Source", "Version", "Architecture",
                  "Maintainer", "Section", "Priority", "Homepage", "Description")));
    }
  }

  List<Bom.Component> components() throws IOException {
    return packages().stream()
        .map(one ->
            new Bom.Component(
                "library", "Debian", one.name(), one.version(), "LGPL-2.1-or-later",
                "pkg:deb/debian/%s@%s?arch=%s&distro=debian-12"
                    .formatted(one.name(), one.version().replace("+", "%2B"), one.architecture())))
        .toList();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path fetched(Package one) throws IOException, InterruptedException {
    Files.createDirectories(store);
    Path deb = store.resolve(one.file());
    // Maven may build two modules at once.
    try (var file = FileChannel.open(store.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = file.lock()) {
      fetch(one, deb);
    }
    if (!sha256(deb).equals(one.sha256())) {
      Files.delete(deb);
      throw new Refusal(one.file() + " does not have the hash that " + lock + " names; it was deleted.");
    }
    return deb;
  }

  private void fetch(Package one, Path deb) throws IOException, InterruptedException {
    if (!Files.exists(deb)) {
      System.out.println("Fetching " + one.file());
      List<String> apt = new ArrayList<>(List.of("apt-get", "--quiet", "--option", "APT::Sandbox::User="));
      apt.addAll(lists(one.architecture()));
      try {
        Commands.run(store, append(apt, "update"));
        Commands.run(store, append(apt, "download", one.name() + "=" + one.version()));
      } catch (Refusal refused) {
        throw new Refusal(
            "%s\nThe images' C library is %s %s of Debian 12; where apt-get can't fetch it, put %s into %s."
                .formatted(refused.getMessage(), one.name(), one.version(), one.file(), store));
      }
    }
  }

  /** Lists of packages of our own: the machine's are root's, may be empty, and know one architecture. */
  private List<String> lists(String architecture) throws IOException {
    Path apt = Files.createDirectories(store.resolve("apt-" + architecture));
    Files.createDirectories(apt.resolve("lists/partial"));
    Files.createDirectories(apt.resolve("cache/archives/partial"));
    Path status = apt.resolve("status");
    if (!Files.exists(status)) {
      Files.createFile(status);
    }
    List<String> options = new ArrayList<>();
    for (String option :
        List.of(
            "APT::Architecture=" + architecture, "APT::Architectures::=" + architecture,
            "Dir::State::Lists=" + apt.resolve("lists"), "Dir::Cache=" + apt.resolve("cache"),
            "Dir::State::status=" + status)) {
      options.addAll(List.of("--option", option));
    }
    return options;
  }

  private static List<String> append(List<String> start, String... end) {
    List<String> all = new ArrayList<>(start);
    all.addAll(List.of(end));
    return all;
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
