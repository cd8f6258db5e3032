import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Builds the programs of a Kubernetes node, and etcd, from their Go modules into the target folder, once: {@code
 * MODULE TARGET}. The module's go.sum pins every source by its hash. Some minutes the first time, seconds from Go's own
 * cache.
 */
class FetchKube {
  private static final String KUBE = "k8s.io/kubernetes";
  private static final String VERSION = "k8s.io/component-base/version.";
  private static final List<String> PROGRAMS =
      List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy", "kubectl");

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
    Files.createDirectories(target);
    System.out.println("Building the programs of Kubernetes " + version + " and etcd into " + target);
    build(module, target.resolve("etcd"), List.of(), "go.etcd.io/etcd/server/v3");
    build(module, target.resolve("pause"), List.of(), "./pause");
    String[] numbers = version.substring(1).split("\\.");
    build(
        module,
        target,
        List.of(
            "-X", VERSION + "gitVersion=" + version,
            "-X", VERSION + "gitMajor=" + numbers[0],
            "-X", VERSION + "gitMinor=" + numbers[1]),
        PROGRAMS.stream().map(program -> KUBE + "/cmd/" + program).toArray(String[]::new));
    Files.writeString(stamp, lock);
  }

  private static void build(Path module, Path into, List<String> variables, String... sources) throws Exception {
    List<String> flags = new ArrayList<>(List.of("-s", "-w"));
    flags.addAll(variables);
    List<String> command = new ArrayList<>(List.of("go", "build", "-mod=readonly", "-trimpath"));
    command.addAll(List.of("-ldflags", String.join(" ", flags), "-o", into.toAbsolutePath().toString()));
    Stream.of(sources).forEach(command::add);
    ProcessBuilder go = new ProcessBuilder(command);
    go.directory(module.toFile()).inheritIO().environment().put("CGO_ENABLED", "0");
    int exit;
    try {
      exit = go.start().waitFor();
    } catch (IOException noGo) {
      fail("The tests with a real Kubernetes need Go 1.24 or newer to build it; install it, or leave -Pcluster out.");
      return;
    }
    if (exit != 0) {
      fail("Kubernetes could not be built (go ended with " + exit + ").");
    }
  }

  private static void fail(String sentence) {
    System.err.println(sentence);
    System.exit(1);
  }
}
