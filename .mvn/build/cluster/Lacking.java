import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a machine lacks for tests with a real Kubernetes, and how it is had. Run by itself it says so in a sentence and
 * ends with 69; it may then run on the JDK that Maven runs on.
 */
class Lacking {
  private static final String GIVEN = "KUBECONFIG";
  private static final int GO = 24;
  private static final Pattern VERSION = Pattern.compile("go1\\.(\\d+)");

  /** Commands, each with the package of Debian that has it. */
  private static final List<String> COMMANDS =
      List.of(
          "containerd containerd", "ctr containerd", "runc runc", "iptables iptables", "conntrack conntrack",
          "ip iproute2", "unshare util-linux", "nsenter util-linux", "mount mount", "tar tar");

  private static final List<String> PLUGINS = List.of("/usr/lib/cni", "/usr/libexec/cni", "/opt/cni/bin");

  private Lacking() {}

  public static void main(String[] args) throws Exception {
    List<String> lacking = isGiven() ? ofTheGiven() : onThisMachine();
    if (!lacking.isEmpty()) {
      System.err.println(sentence(lacking));
      System.exit(69);
    }
  }

  /** Whether there is a cluster to use instead of one of our own. */
  static boolean isGiven() {
    return !given().isBlank();
  }

  /** Of what the tests need beside a cluster that is given. */
  static List<String> ofTheGiven() throws IOException, InterruptedException {
    List<String> lacking = new ArrayList<>();
    if (!Files.isReadable(Path.of(given()))) {
      lacking.add("the file that KUBECONFIG names, " + given());
    }
    go().ifPresent(lacking::add);
    return lacking;
  }

  static List<String> onThisMachine() throws IOException, InterruptedException {
    if (!System.getProperty("os.name").equals("Linux")) {
      return List.of("Linux");
    }
    List<String> lacking = new ArrayList<>();
    if (!Files.getOwner(Path.of("/proc/self")).getName().equals("root")) {
      lacking.add("root");
    }
    List<String> packages = new ArrayList<>();
    for (String line : COMMANDS) {
      String[] words = line.split(" ");
      if (!isThere(words[0])) {
        lacking.add(words[0]);
        packages.add(words[1]);
      }
    }
    if (PLUGINS.stream().noneMatch(folder -> Files.isExecutable(Path.of(folder, "bridge")))) {
      lacking.add("the CNI plugins");
      packages.add("containernetworking-plugins");
    }
    if (!packages.isEmpty()) {
      String last = lacking.remove(lacking.size() - 1);
      lacking.add(last + " (Debian: apt-get install " + String.join(" ", distinct(packages)) + ")");
    }
    go().ifPresent(lacking::add);
    return lacking;
  }

  static String sentence(List<String> lacking) {
    return "The tests with a real Kubernetes need %s; get that, set KUBECONFIG to a cluster of yours, or leave -Pcluster out."
        .formatted(String.join(", ", lacking));
  }

  private static String given() {
    return System.getenv().getOrDefault(GIVEN, "");
  }

  private static List<String> distinct(List<String> words) {
    return words.stream().distinct().toList();
  }

  private static Optional<String> go() throws InterruptedException {
    try {
      Process go = new ProcessBuilder("go", "env", "GOVERSION").start();
      go.getOutputStream().close();
      Matcher version = VERSION.matcher(new String(go.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      if (go.waitFor() == 0 && version.lookingAt() && Integer.parseInt(version.group(1)) >= GO) {
        return Optional.empty();
      }
    } catch (IOException noGo) {
      // Said below.
    }
    return Optional.of("Go 1." + GO + " or newer, which builds Kubernetes");
  }

  private static boolean isThere(String command) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }
}
