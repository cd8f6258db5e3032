import module java.base;

/**
 * Builds the programs that Ebbgate is compared with from their Go modules, once: {@code LOCK TARGET}. A line of the
 * lock has a module, its version, its hash as in a go.sum, and the package in it. A module's go.mod pins the versions
 * of what it needs, and Go checks those against the public checksum database. Some minutes the first time, seconds
 * from Go's own cache. No Maven plugin builds Go with Go's own hashes.
 */
class FetchRivals {
  public static void main(String[] args) throws Exception {
    Path target = Path.of(args[1]);
    Path stamp = target.resolve("lock");
    String lock = Files.readString(Path.of(args[0]));
    if (Files.exists(stamp) && Files.readString(stamp).equals(lock)) {
      return;
    }
    Files.createDirectories(target);
    for (String line : lock.lines().toList()) {
      String[] words = line.split(" ");
      String module = words[0] + "@" + words[1];
      System.out.println("Building " + module + " into " + target);
      if (!go(target, "mod", "download", "-json", module).contains("\"" + words[2] + "\"")) {
        fail(module + " does not have the hash that " + args[0] + " names.");
      }
      go(target, "install", words[0] + "/" + words[3] + "@" + words[1]);
    }
    Files.writeString(stamp, lock);
  }

  private static String go(Path target, String... arguments) throws InterruptedException {
    ProcessBuilder go = new ProcessBuilder("go").redirectError(ProcessBuilder.Redirect.INHERIT);
    go.command().addAll(List.of(arguments));
    // Without C a program needs no libraries in its image. The environment can't switch the checksum database off.
    go.environment()
        .putAll(
            Map.of(
                "GOBIN", target.toAbsolutePath().toString(),
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
      fail("The comparison needs Go 1.26 or newer to build other drain managers; install it, or omit -Pcomparison.");
      throw new IllegalStateException(noGo);
    }
  }

  private static void fail(String sentence) {
    System.err.println(sentence);
    System.exit(1);
  }
}
