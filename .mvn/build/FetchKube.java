import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds a real API server and its etcd from their Go modules into the target folder, once: {@code MODULE TARGET}. The
 * module's go.sum pins every source by its hash. Some minutes the first time, seconds from Go's own cache.
 */
class FetchKube {
  private static final String KUBE = "k8s.io/kubernetes";
  private static final String VERSION = "k8s.io/component-base/version.";

  public static void main(String[] args) throws Exception {
    Path module = Path.of(args[0]);
    Path target = Path.of(args[1]);
    Path stamp = target.resolve("lock");
    String lock = Files.readString(module.resolve("go.sum"));
    if (Files.exists(stamp) && Files.readString(stamp).equals(lock)) {
      return;
    }
    String version =
        Files.readAllLines(module.resolve("go.mod")).stream()
            .map(String::strip)
            .filter(line -> line.contains(KUBE + " v"))
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .findFirst()
            .orElseThrow();
    String[] numbers = version.substring(1).split("\\.");
    Files.createDirectories(target);
    System.out.println("Building etcd and the API server of Kubernetes " + version + " into " + target);
    build(module, target.resolve("etcd"), "go.etcd.io/etcd/server/v3", List.of());
    build(
        module,
        target.resolve("kube-apiserver"),
        KUBE + "/cmd/kube-apiserver",
        List.of(
            "-X", VERSION + "gitVersion=" + version,
            "-X", VERSION + "gitMajor=" + numbers[0],
            "-X", VERSION + "gitMinor=" + numbers[1]));
    Files.writeString(stamp, lock);
  }

  private static void build(Path module, Path binary, String source, List<String> variables) throws Exception {
    List<String> flags = new ArrayList<>(List.of("-s", "-w"));
    flags.addAll(variables);
    ProcessBuilder go =
        new ProcessBuilder(
            "go", "build", "-mod=readonly", "-trimpath", "-ldflags", String.join(" ", flags),
            "-o", binary.toAbsolutePath().toString(), source);
    go.directory(module.toFile()).inheritIO().environment().put("CGO_ENABLED", "0");
    int exit;
    try {
      exit = go.start().waitFor();
    } catch (IOException noGo) {
      fail("The tests with a real API server need Go 1.24 or newer to build it; install it, or leave -Pcluster out.");
      return;
    }
    if (exit != 0) {
      fail("The API server could not be built (go ended with " + exit + ").");
    }
  }

  private static void fail(String sentence) {
    System.err.println(sentence);
    System.exit(1);
  }
}
