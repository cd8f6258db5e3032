package io.ebbgate.tool.node;

import io.ebbgate.core.testkit.KubeApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One node: a container runtime, a kubelet and a kube-proxy in a network of their own. */
record Node(NodeName name, NodeFolder place, Network network, NodeProcesses programs) {
  /** The image whose container holds the namespaces of a pod. */
  static final String PAUSE = "ebbgate.test/pause:1";

  /** Where Debian puts the plugins, where Fedora does, and where upstream's archive goes. */
  private static final List<String> PLUGINS =
      List.of("/usr/lib/cni", "/usr/libexec/cni", "/opt/cni/bin");

  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  /** Starts the container runtime; images can be brought then. */
  void startRuntime() throws IOException, InterruptedException {
    Files.createDirectories(place.run());
    Map<String, String> values =
        Map.of("pause", PAUSE, "cni", plugins().toString(), "pods", name.pods());
    Path config = place.write("containerd.toml", file("containerd.toml"), values);
    var _ = place.write("pods.conflist", file("cni/10-pods.conflist"), values);
    start("containerd", List.of("containerd", "--config", config.toString()));
    programs.await("containerd of " + name.wireName(), () -> images("version"));
  }

  /** Brings an archive of images. */
  void bring(Path archive) throws IOException, InterruptedException {
    if (!images("images", "import", archive.toString())) {
      throw new IOException("containerd does not import " + archive);
    }
  }

  /** Starts the kubelet and the kube-proxy. */
  void join(Path kubelet, Path proxy) throws IOException {
    Path cgroup = Path.of("/" + System.getProperty("ebbgate.cgroup") + "-" + name.wireName());
    makeCgroup(cgroup);
    Path settings =
        place.write("kubelet.yaml", file("kubelet.yaml"), Map.of("cgroup", cgroup.toString()));
    start(
        "kubelet",
        List.of(
            KubeApi.program("kubelet"),
            "--config=" + settings,
            "--kubeconfig=" + kubelet,
            "--hostname-override=" + name.wireName(),
            "--node-ip=" + name.address(),
            "--root-dir=" + file("kubelet"),
            "--cert-dir=" + file("kubelet/pki"),
            "--v=2"));
    Path rules =
        place.write(
            "proxy.yaml",
            file("proxy.yaml"),
            Map.of(
                "kubeconfig", proxy.toString(),
                "cluster", NodeName.PODS,
                "node", name.wireName()));
    start("kube-proxy", List.of(KubeApi.program("kube-proxy"), "--config=" + rules));
  }

  private void start(String program, List<String> command) throws IOException {
    var _ = programs.run(name.wireName() + "-" + program, network.in(name, command));
  }

  private boolean images(String... arguments) throws IOException, InterruptedException {
    try {
      var _ = Commands.run(place.ctr(), arguments);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private Path file(String path) {
    return place.folder().resolve(path);
  }

  private static Path plugins() throws IOException {
    return PLUGINS.stream()
        .map(Path::of)
        .filter(folder -> Files.isExecutable(folder.resolve("bridge")))
        .findFirst()
        .orElseThrow(() -> new IOException("No CNI plugins in " + String.join(", ", PLUGINS)));
  }

  /** Makes a group that a kubelet can have for its pods; it makes none at the top itself. */
  private static void makeCgroup(Path group) throws IOException {
    for (Path hierarchy : hierarchies()) {
      Path folder = Files.createDirectories(hierarchy.resolve(Path.of("/").relativize(group)));
      if (Files.exists(folder.resolve("cpuset.cpus")) && !hierarchy.equals(CGROUPS)) {
        // Empty in a new group of the first layout, and nothing can be put in until they are not.
        for (String each : List.of("cpuset.cpus", "cpuset.mems")) {
          Files.writeString(
              folder.resolve(each), Files.readString(hierarchy.resolve(each)).strip());
        }
      }
    }
  }

  private static List<Path> hierarchies() throws IOException {
    if (Files.exists(CGROUPS.resolve("cgroup.controllers"))) {
      return List.of(CGROUPS);
    }
    try (Stream<Path> folders = Files.list(CGROUPS)) {
      return folders.filter(each -> Files.exists(each.resolve("cgroup.procs"))).toList();
    }
  }
}
