import module java.base;

/**
 * Builds the programs of a Kubernetes node, and etcd, from their Go modules into the target folder, once: {@code
 * MODULES VERSION TARGET}. The go.sum of a version's module pins every source by its hash. Some minutes the first time,
 * seconds from Go's own cache. No Maven plugin builds Go programs, and none stamps a version into Kubernetes.
 */
class FetchKube {
  private static final String KUBE = "k8s.io/kubernetes";
  private static final String VERSION = "k8s.io/component-base/version.";
  private static final List<String> PROGRAMS =
      List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy", "kubectl");

  public static void main(String[] args) throws Exception {
    Path modules = Path.of(args[0]);
    Path module = modules.resolve(args[1]);
    Path target = Path.of(args[2]);
    if (!Files.exists(module.resolve("go.mod"))) {
      fail("There is no Kubernetes \"" + args[1] + "\" to build; kube.version may be " + versions(modules) + ".");
    }
    Path stamp = target.resolve("lock");
    String lock = Files.readString(module.resolve("go.sum"));
    if (Files.exists(stamp) && Files.readString(stamp).equals(lock)) {
      return;
    }
    String full =
        Files.readAllLines(module.resolve("go.mod")).stream()
            .map(String::strip)
            .filter(line -> line.contains(KUBE + " v"))
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .findFirst()
            .orElseThrow();
    Files.createDirectories(target);
    System.out.println("Building the programs of Kubernetes " + full + " and etcd into " + target);
    build(module, target.resolve("etcd"), List.of(), "go.etcd.io/etcd/server/v3");
    build(module, target.resolve("pause"), List.of(), modules.resolve("pause/main.go").toAbsolutePath().toString());
    String[] numbers = full.substring(1).split("\\.");
    build(
        module,
        target,
        List.of(
            "-X", VERSION + "gitVersion=" + full,
            "-X", VERSION + "gitMajor=" + numbers[0],
            "-X", VERSION + "gitMinor=" + numbers[1]),
        PROGRAMS.stream().map(program -> KUBE + "/cmd/" + program).toArray(String[]::new));
    Files.writeString(stamp, lock);
  }

  private static String versions(Path modules) throws IOException {
    try (Stream<Path> folders = Files.list(modules)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("go.mod")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .collect(Collectors.joining(", "));
    }
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
      fail("The tests with a real Kubernetes need Go 1.24 or newer to build it; install it, or omit -Pcluster.");
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
