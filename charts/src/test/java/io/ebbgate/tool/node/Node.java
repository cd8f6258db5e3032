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

  /** Starts the container runtime; images can be brought then. */
  void startRuntime() throws IOException, InterruptedException {
    Files.createDirectories(place.run());
    Map<String, String> values =
        Map.of("pause", PAUSE, "cni", plugins().toString(), "pods", name.pods());
    Path config = place.write("containerd.toml", file("containerd.toml"), values);
    var _ = place.write("pods.conflist", file("cni/10-pods.conflist"), values);
    start("containerd", List.of("containerd", "--config", config.toString()));
    Waiting.forIt(programs, "containerd of " + name.wireName(), () -> images("version"));
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
    Cgroups.make(cgroup);
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
    List<String> command =
        Stream.concat(
                Stream.of("ctr", "--address", place.socket(), "--namespace", "k8s.io"),
                Stream.of(arguments))
            .toList();
    try {
      var _ = Commands.run(command);
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
}
