import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs a program of the tests in network, mount and process namespaces of its own, in which it can start a Kubernetes
 * and which end with it: {@code CLASSPATH MAIN ARGUMENT...}, and {@code -Debbgate.*} options, which are passed on.
 * With {@code KUBECONFIG} set, no namespaces are created. Surefire's and exec's forks have no command in front of the
 * JVM, which this needs for unshare.
 */
class OnNode {
  /** Mounts tmpfs over the folders that runtimes and kubelets write to without a setting. */
  private static final String HIDDEN = "for f in /run /var/lib /var/log; do mount -t tmpfs tmpfs $f || exit 71; done";

  /** The shell is the namespace's init process and reaps orphans. */
  private static final String SCRIPT = HIDDEN + "; \"$@\"";

  public static void main(String[] args) throws Exception {
    List<String> command = new ArrayList<>();
    String group = "ebbgate-" + ProcessHandle.current().pid();
    if (!Prerequisites.hasKubeconfig()) {
      List<String> missing = Prerequisites.missingForNode();
      if (!missing.isEmpty()) {
        System.err.println(Prerequisites.sentence(missing));
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

  /** Also after Ctrl-C: killing unshare kills all processes in the namespaces, and then the cgroups are empty. */
  private static void end(Process process, String group) {
    process.destroyForcibly();
    try {
      process.waitFor();
      for (int tries = 0; tries < 50 && !removed(group); tries++) {
        Thread.sleep(100);
      }
    } catch (IOException | InterruptedException failure) {
      System.err.println("cgroups named " + group + " remain in /sys/fs/cgroup: " + failure.getMessage());
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
