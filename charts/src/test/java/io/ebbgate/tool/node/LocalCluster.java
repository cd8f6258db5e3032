package io.ebbgate.tool.node;

import io.ebbgate.core.testkit.KubeApi;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A Kubernetes of two nodes, made of the programs that run in production, all in one machine. */
public final class LocalCluster implements AutoCloseable {
  private static final int PORT = 6443;
  private static final String MANAGER = "system:kube-controller-manager";
  private static final String SCHEDULER = "system:kube-scheduler";
  private static final String PROXY = "system:kube-proxy";

  private final Path folder;
  private final NodeProcesses programs;
  private final List<KubeApi> servers = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();

  private LocalCluster(Path folder, NodeProcesses programs) {
    this.folder = folder;
    this.programs = programs;
  }

  /**
   * Brings it up.
   *
   * @param folder empty; for data and logs
   * @param images archives that every node gets
   */
  public static LocalCluster start(Path folder, List<Path> images)
      throws IOException, InterruptedException {
    Path logs = folder.resolve("logs");
    LocalCluster cluster = new LocalCluster(folder, NodeProcesses.logging(logs));
    try {
      cluster.launch(images);
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Brings more images to every node. */
  public void bring(List<Path> images) throws IOException, InterruptedException {
    for (Node node : nodes) {
      for (Path image : images) {
        node.bring(image);
      }
    }
  }

  /** Of the cluster's administrator. */
  public Path kubeconfig() {
    return kubeconfig(KubeApi.ADMIN);
  }

  /**
   * Sends a signal to the first process of a running container, as the kernel or an operator on the
   * node might.
   *
   * @param signal such as {@code SIGKILL}
   */
  public void signal(String node, String pod, String container, String signal)
      throws IOException, InterruptedException {
    List<String> ctr = NodeFolder.of(folder, node).ctr();
    String filter =
        "labels.\"io.kubernetes.pod.name\"==%s,labels.\"io.kubernetes.container.name\"==%s"
            .formatted(pod, container);
    List<String> running = Commands.run(ctr, "tasks", "list", "--quiet").lines().toList();
    String id =
        Commands.run(ctr, "containers", "list", "--quiet", filter)
            .lines()
            .filter(running::contains)
            .findFirst()
            .orElseThrow(() -> new IOException(container + " of " + pod + " does not run"));
    var _ = Commands.run(ctr, "tasks", "kill", "--signal", signal, id);
  }

  private void launch(List<Path> images) throws IOException, InterruptedException {
    Network network = Network.lay(programs);
    Path data = Files.createDirectories(folder.resolve("api"));
    KubeApi api = KubeApi.start(data, options(), users());
    servers.add(api);
    for (KubeApi.User user : users()) {
      writeKubeconfig(user.name(), api);
    }
    writeKubeconfig(KubeApi.ADMIN, api);
    runControllers(api);
    for (NodeName name : NodeName.values()) {
      nodes.add(new Node(name, NodeFolder.of(folder, name.wireName()), network, programs));
    }
    Path pause = TestImages.pause(folder);
    for (Node node : nodes) {
      node.startRuntime();
      node.bring(pause);
      for (Path image : images) {
        node.bring(image);
      }
      node.join(kubeconfig(node.name().user()), kubeconfig(PROXY));
    }
    awaitReady();
  }

  private static KubeApi.Options options() {
    return new KubeApi.Options(
        NodeName.A.address(),
        PORT,
        NodeName.SERVICES,
        List.of(
            "--authorization-mode=Node,RBAC",
            "--allow-privileged=true",
            "--enable-admission-plugins=NodeRestriction",
            // There is no DNS by which it could reach a kubelet.
            "--kubelet-preferred-address-types=InternalIP"));
  }

  private static List<KubeApi.User> users() {
    List<KubeApi.User> users =
        new ArrayList<>(
            List.of(
                new KubeApi.User(MANAGER, MANAGER),
                new KubeApi.User(SCHEDULER, SCHEDULER),
                new KubeApi.User(PROXY, "system:node-proxier")));
    Arrays.stream(NodeName.values())
        .forEach(node -> users.add(new KubeApi.User(node.user(), "system:nodes")));
    return users;
  }

  private void runControllers(KubeApi api) throws IOException {
    runController(
        "kube-controller-manager",
        MANAGER,
        "--use-service-account-credentials=true",
        "--service-account-private-key-file=" + api.accountKey(),
        "--root-ca-file=" + api.authority());
    runController("kube-scheduler", SCHEDULER);
  }

  private void runController(String program, String user, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(KubeApi.program(program)));
    command.addAll(List.of("--kubeconfig=" + kubeconfig(user), "--leader-elect=false"));
    command.addAll(List.of(options));
    var _ = programs.run(program, command);
  }

  private void awaitReady() throws IOException, InterruptedException {
    Config config = Config.fromKubeconfig(kubeconfig().toFile());
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      programs.await(
          "The cluster",
          () ->
              client.nodes().list().getItems().stream()
                      .flatMap(node -> node.getStatus().getConditions().stream())
                      .filter(each -> each.getType().equals("Ready"))
                      .filter(each -> each.getStatus().equals("True"))
                      .count()
                  == NodeName.values().length);
    }
  }

  private Path kubeconfig(String user) {
    return folder.resolve("kubeconfig-" + user.replace(':', '-'));
  }

  private void writeKubeconfig(String user, KubeApi api) throws IOException {
    var _ =
        Files.writeString(
            kubeconfig(user),
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: local, cluster: {server: "%s", certificate-authority: "%s"}}]
            users: [{name: user, user: {token: "%s"}}]
            contexts: [{name: local, context: {cluster: local, user: user}}]
            current-context: local
            """
                .formatted(api.url(), api.authority(), user));
  }

  /** Nodes first, then the API server. Containers end with the namespaces they are in. */
  @Override
  public void close() {
    programs.close();
    servers.forEach(KubeApi::close);
  }
}
