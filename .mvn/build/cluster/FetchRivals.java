import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Builds what Ebbgate is compared with from its Go modules, as their projects publish it, once: {@code LOCK TARGET}. Go
 * checks every source against the public checksum database. Some minutes the first time, seconds from Go's own cache.
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
    for (String program : lock.lines().toList()) {
      System.out.println("Building " + program + " into " + target);
      install(program, target);
    }
    Files.writeString(stamp, lock);
  }

  private static void install(String program, Path target) throws InterruptedException {
    ProcessBuilder go = new ProcessBuilder(List.of("go", "install", program)).inheritIO();
    go.environment().put("GOBIN", target.toAbsolutePath().toString());
    // Without C a program needs no libraries in its image.
    go.environment().put("CGO_ENABLED", "0");
    int exit;
    try {
      exit = go.start().waitFor();
    } catch (IOException noGo) {
      fail("The comparison needs Go 1.26 or newer to build what it compares with; install it, or leave -Pcomparison out.");
      return;
    }
    if (exit != 0) {
      fail(program + " could not be built (go ended with " + exit + "); it needs Go 1.26 or newer and its sources.");
    }
  }

  private static void fail(String sentence) {
    System.err.println(sentence);
    System.exit(1);
  }
}
