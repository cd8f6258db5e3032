import module java.base;

/**
 * Builds other projects' programs from their Go modules, once, and copies their charts: {@code LOCK TARGET NAME,...}. A
 * line of the lock has a name, a module, its version, its hash as in a go.sum, packages in it, and folders of it, with
 * commas between them and a dash for none. They are put into {@code bin} and {@code files} of a folder with that name.
 * Go checks the module against the public checksum database, and what it needs against the module's own go.sum. Some
 * minutes the first time, seconds from Go's own cache. No Maven plugin builds Go with Go's own hashes.
 */
class FetchProducts {
  private static final String NONE = "-";

  public static void main(String[] args) throws Exception {
    List<String> lines = Files.readAllLines(Path.of(args[0]));
    for (String name : args[2].split(",")) {
      String line =
          lines.stream()
              .filter(each -> each.startsWith(name + " "))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException(args[0] + " has no " + name));
      fetch(line, Path.of(args[1], name));
    }
  }

  private static void fetch(String line, Path target) throws IOException, InterruptedException {
    Path stamp = target.resolve("lock");
    if (Files.exists(stamp) && Files.readString(stamp).equals(line)) {
      return;
    }
    String[] words = line.split(" ");
    String module = words[1] + "@" + words[2];
    System.out.println("Fetching " + module + " into " + target);
    Path programs = Files.createDirectories(target.toAbsolutePath().resolve("bin"));
    String downloaded = go("mod", "download", "-json", module);
    if (!downloaded.contains("\"" + words[3] + "\"")) {
      fail(module + " does not have the hash that the lock names.");
    }
    Path source = Path.of(value(downloaded, "Dir"));
    for (String each : list(words[4])) {
      go("-C", source.toString(), "build", "-trimpath", "-ldflags=-s -w", "-o", programs + "/", "./" + each);
    }
    for (String folder : list(words[5])) {
      copy(source.resolve(folder), target.resolve("files").resolve(folder));
    }
    Files.writeString(stamp, line);
  }

  private static List<String> list(String word) {
    return word.equals(NONE) ? List.of() : List.of(word.split(","));
  }

  /** A text of the JSON that Go prints, a field on each line. */
  private static String value(String json, String field) {
    return json.lines()
        .map(String::strip)
        .filter(line -> line.startsWith("\"" + field + "\": \""))
        .map(line -> line.split("\"")[3])
        .findFirst()
        .orElseThrow();
  }

  /** Without modes: Go's own copy is read-only. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(each).toString());
        Files.createDirectories(copy.getParent());
        Files.write(copy, Files.readAllBytes(each));
      }
    }
  }

  private static String go(String... arguments) throws InterruptedException {
    ProcessBuilder go = new ProcessBuilder("go").redirectError(ProcessBuilder.Redirect.INHERIT);
    go.command().addAll(List.of(arguments));
    // Without C a program needs no libraries in its image. The environment can't switch the checksum database off.
    go.environment()
        .putAll(
            Map.of(
                "CGO_ENABLED", "0",
                "GOSUMDB", "sum.golang.org",
                "GONOSUMDB", "none",
                "GOPRIVATE", "none"));
    try {
      Process process = go.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      if (exit != 0) {
        fail("go " + String.join(" ", arguments) + " ended with " + exit + "; it needs Go 1.26 or newer.");
      }
      return output;
    } catch (IOException noGo) {
      fail("Other projects' programs are built with Go 1.26 or newer; install it, or omit the profile that needs them.");
      throw new IllegalStateException(noGo);
    }
  }

  private static void fail(String sentence) {
    System.err.println(sentence);
    System.exit(1);
  }
}
