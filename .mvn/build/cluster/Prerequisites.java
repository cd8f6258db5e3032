import module java.base;

/**
 * Checks what tests with a real Kubernetes need. As a program it prints a sentence that lists what is missing with
 * Debian's package names, and exits with 69. Enforcer's rules know files and properties, not commands, capabilities
 * and packages.
 */
class Prerequisites {
  private static final String KUBECONFIG = System.getenv().getOrDefault("KUBECONFIG", "");
  private static final int GO = 24;
  private static final Pattern VERSION = Pattern.compile("go1\\.(\\d+)");

  /** Commands, each with its Debian package. */
  private static final List<String> COMMANDS =
      List.of(
          "containerd containerd", "ctr containerd", "runc runc", "iptables iptables", "conntrack conntrack",
          "ip iproute2", "unshare util-linux", "nsenter util-linux", "mount mount", "tar tar");

  private static final List<String> PLUGINS = List.of("/usr/lib/cni", "/usr/libexec/cni", "/opt/cni/bin");

  private Prerequisites() {}

  public static void main(String[] args) throws Exception {
    List<String> missing = hasKubeconfig() ? missingForKubeconfig() : missingForNode();
    if (!missing.isEmpty()) {
      System.err.println(sentence(missing));
      System.exit(69);
    }
  }

  /** Whether the tests use an existing cluster. */
  static boolean hasKubeconfig() {
    return !KUBECONFIG.isBlank();
  }

  /** What is missing for tests on an existing cluster. */
  private static List<String> missingForKubeconfig() throws IOException, InterruptedException {
    List<String> missing = new ArrayList<>();
    if (!Files.isReadable(Path.of(KUBECONFIG))) {
      missing.add("the file that KUBECONFIG names, " + KUBECONFIG);
    }
    go().ifPresent(missing::add);
    return missing;
  }

  /** What is missing to start a Kubernetes node on this machine. */
  static List<String> missingForNode() throws IOException, InterruptedException {
    if (!System.getProperty("os.name").equals("Linux")) {
      return List.of("Linux");
    }
    List<String> missing = new ArrayList<>();
    if (!Files.getOwner(Path.of("/proc/self")).getName().equals("root")) {
      missing.add("root");
    }
    Set<String> packages = new LinkedHashSet<>();
    for (String line : COMMANDS) {
      String[] words = line.split(" ");
      if (!isOnPath(words[0])) {
        missing.add(words[0]);
        packages.add(words[1]);
      }
    }
    if (PLUGINS.stream().noneMatch(folder -> Files.isExecutable(Path.of(folder, "bridge")))) {
      missing.add("the CNI plugins");
      packages.add("containernetworking-plugins");
    }
    if (!packages.isEmpty()) {
      missing.add(missing.removeLast() + " (Debian: apt-get install " + String.join(" ", packages) + ")");
    }
    go().ifPresent(missing::add);
    return missing;
  }

  static String sentence(List<String> missing) {
    return "The tests with a real Kubernetes need %s; get that, set KUBECONFIG to a cluster of yours, or leave -Pcluster out."
        .formatted(String.join(", ", missing));
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
      // Reported below.
    }
    return Optional.of("Go 1." + GO + " or newer, which builds Kubernetes");
  }

  private static boolean isOnPath(String command) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }
}
