import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lays out everything that a program's image has, as a tree of files in {@code target/image/root}, whatever was there
 * before deleted first: {@code ROOT MODULE VERSION TIME JAR CLASSPATH}.
 */
class MakeTree {
  public static void main(String[] args) throws Exception {
    try {
      Path root = Path.of(args[0]);
      Recipe recipe = Recipe.read(Path.of(args[1]), args[2], args[3]);
      new MakeTree(root, recipe, Path.of(args[4]), args[5]).make();
    } catch (Refusal refused) {
      System.err.println(refused.getMessage());
      System.exit(1);
    }
  }

  private final Path root;
  private final Recipe recipe;
  private final Path jar;
  private final List<Path> libraries;

  private MakeTree(Path root, Recipe recipe, Path jar, String classpath) {
    this.root = root;
    this.recipe = recipe;
    this.jar = jar;
    this.libraries =
        Stream.of(classpath.split(":")).map(Path::of).filter(Files::isRegularFile).filter(one -> !one.equals(jar))
            .toList();
  }

  private void make() throws IOException, InterruptedException {
    delete(recipe.work());
    Files.deleteIfExists(recipe.archive(""));
    Files.deleteIfExists(recipe.archive("-plain"));
    Path tree = Files.createDirectories(recipe.tree());
    Path build = root.resolve(".mvn/build/release");
    Path unpacked = Files.createDirectories(recipe.work().resolve("debian"));
    Debian debian = new Debian(build.resolve("debian.lock"), root.resolve("target/debian"), recipe.machine());
    debian.install(tree, unpacked);
    copyTree(build.resolve("files"), tree);
    Path licence = tree.resolve("usr/share/doc/ebbgate/copyright");
    Files.createDirectories(licence.getParent());
    Files.copy(root.resolve("LICENSE"), licence);
    Files.createDirectories(tree.resolve("tmp"));
    String other = System.getProperty("image.jdk", "");
    if (other.isEmpty() && !recipe.machine().isThisOne()) {
      throw new Refusal(
          "An image for %s needs -Dimage.jdk=FOLDER, a JDK 25 for it with its jmods; or run this on such a machine."
              .formatted(recipe.machine().wireName()));
    }
    Path jdk = Path.of(other.isEmpty() ? System.getProperty("java.home") : other);
    JavaRuntime java = new JavaRuntime(String.join(",", recipe.words("modules")), jdk, recipe.machine());
    java.link(tree.resolve(Recipe.JAVA));
    program(tree);
    List<Bom.Component> more = new ArrayList<>(debian.components());
    more.add(java.component());
    Path bom = tree.resolve(Recipe.BOM);
    Bom.complete(recipe.module().resolve("target/bom.json"), more, bom);
    Files.copy(bom, recipe.bom(), StandardCopyOption.REPLACE_EXISTING);
    evenOut(tree);
  }

  /** The jars, in the order of the class path, which the arguments spell out: a folder has no order of its own. */
  private void program(Path tree) throws IOException {
    List<String> classpath = new ArrayList<>();
    Path app = Files.createDirectories(tree.resolve("app"));
    classpath.add("/app/" + copy(jar, app));
    Path lib = Files.createDirectories(tree.resolve(Recipe.LIBRARIES));
    for (Path library : libraries) {
      classpath.add("/" + Recipe.LIBRARIES + "/" + copy(library, lib));
    }
    Files.writeString(
        tree.resolve(Recipe.ARGUMENTS),
        Files.readString(recipe.module().resolve("src/image/java.args"))
            + "-cp\n" + String.join(":", classpath) + "\n" + recipe.wireName("main") + "\n");
  }

  private static String copy(Path jar, Path folder) throws IOException {
    String name = jar.getFileName().toString();
    if (Files.exists(folder.resolve(name))) {
      throw new Refusal("Two jars are called " + name + ".");
    }
    Files.copy(jar, folder.resolve(name));
    return name;
  }

  /** One time and one of two modes for all: the JVM compares its own files' times with those in its caches. */
  private void evenOut(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (Files.isSymbolicLink(file)) {
          continue;
        }
        boolean runs = Files.isDirectory(file) || Files.isExecutable(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
        Files.setLastModifiedTime(file, FileTime.from(recipe.time()));
      }
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
