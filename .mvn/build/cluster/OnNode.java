import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs a program of the tests where a Kubernetes of its own can be brought up: in namespaces of network, mounts and
 * processes that end with it, whatever happens. With {@code KUBECONFIG} set it is run as it is. {@code CLASSPATH MAIN
 * ARGUMENT...}; {@code -D} options are passed on.
 */
class OnNode {
  /** What pods, runtimes and kubelets write where no setting leads elsewhere; over it come folders in memory. */
  private static final String HIDDEN = "for f in /run /var/lib /var/log; do mount -t tmpfs tmpfs $f || exit 71; done";

  /** A shell stays in front: it takes in the processes that lose their parents. */
  private static final String SCRIPT = HIDDEN + "; \"$@\"";

  public static void main(String[] args) throws Exception {
    List<String> command = new ArrayList<>();
    String group = "ebbgate-" + ProcessHandle.current().pid();
    if (!Lacking.isGiven()) {
      List<String> lacking = Lacking.onThisMachine();
      if (!lacking.isEmpty()) {
        System.err.println(Lacking.sentence(lacking));
        System.exit(69);
      }
      command.addAll(List.of("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"));
      command.addAll(List.of("sh", "-c", SCRIPT, "sh"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("ebbgate."))
        .sorted()
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.add("-Debbgate.cgroup=" + group);
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.add("-cp");
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).inheritIO().start();
    Thread hook = new Thread(() -> end(process, group));
    Runtime.getRuntime().addShutdownHook(hook);
    int exit = process.waitFor();
    System.exit(exit);
  }

  /** Also after Ctrl-C: killing unshare kills all that is in the namespaces, and the groups are empty then. */
  private static void end(Process process, String group) {
    process.destroyForcibly();
    try {
      process.waitFor();
      for (int tries = 0; tries < 50 && !removed(group); tries++) {
        Thread.sleep(100);
      }
    } catch (IOException | InterruptedException left) {
      System.err.println("Groups of processes called " + group + " were left in /sys/fs/cgroup: " + left.getMessage());
    }
  }

  private static boolean removed(String group) throws IOException {
    boolean all = true;
    File[] hierarchies = new File("/sys/fs/cgroup").listFiles(File::isDirectory);
    List<Path> folders = new ArrayList<>(List.of(Path.of("/sys/fs/cgroup")));
    for (File hierarchy : hierarchies == null ? new File[0] : hierarchies) {
      folders.add(hierarchy.toPath());
    }
    for (Path folder : folders) {
      File[] groups = folder.toFile().listFiles((_, name) -> name.startsWith(group));
      for (File each : groups == null ? new File[0] : groups) {
        try (Stream<Path> inside = Files.walk(each.toPath())) {
          for (Path one : inside.filter(Files::isDirectory).sorted(java.util.Comparator.reverseOrder()).toList()) {
            all &= one.toFile().delete();
          }
        }
      }
    }
    return all;
  }
}
