import module java.base;

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
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, group)));
    System.exit(process.waitFor());
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
    File root = new File("/sys/fs/cgroup");
    Stream<File> hierarchies = Stream.concat(Stream.of(root), children(root, ""));
    for (File each : hierarchies.flatMap(folder -> children(folder, group)).toList()) {
      try (Stream<Path> inside = Files.walk(each.toPath())) {
        for (Path one : inside.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList()) {
          all &= one.toFile().delete();
        }
      }
    }
    return all;
  }

  private static Stream<File> children(File folder, String start) {
    File[] found = folder.listFiles((_, name) -> name.startsWith(start));
    return found == null ? Stream.empty() : Stream.of(found);
  }
}
