package io.ebbgate.system.switchover;

import io.ebbgate.core.admission.SelectiveClose;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import io.ebbgate.tool.sidecar.SidecarProgram;
import io.ebbgate.webhook.status.FakeKubelet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;

/**
 * One pod of a gateway: a real Envoy whose listener {@code db} comes from a file, as from a control
 * plane, a sidecar, and the pod that the API server has of both.
 */
final class RunningGateway implements AutoCloseable {
  /** The cluster of the first database server. */
  static final String OLD = "old";

  /** The cluster of the second. */
  static final String NEW = "new";

  static final String LISTENER = "db";

  private final String name;
  private final Path folder;
  private final FakeKubelet node;
  private final RealEnvoy envoy;
  private final Map<String, String> settings;
  private SidecarProgram sidecar;

  private RunningGateway(
      String name,
      Path folder,
      FakeKubelet node,
      RealEnvoy envoy,
      Map<String, String> settings,
      SidecarProgram sidecar) {
    this.name = name;
    this.folder = folder;
    this.node = node;
    this.envoy = envoy;
    this.settings = settings;
    this.sidecar = sidecar;
  }

  /**
   * Starts one whose route points to this cluster.
   *
   * @param environment of its sidecar
   */
  static RunningGateway start(
      String name,
      Path folder,
      FakeKubelet node,
      MovingDatabase database,
      String cluster,
      boolean closes,
      Map<String, String> environment)
      throws IOException, InterruptedException {
    Path file = folder.resolve("listeners.json");
    write(folder, file, cluster);
    RealEnvoy envoy =
        RealEnvoy.start(
            EnvoyBootstrap.withAdmin("127.0.0.1", 0)
                .changing(file)
                .tcp(OLD, "127.0.0.1", 0, database.first().address())
                .tcp(NEW, "127.0.0.1", 0, database.second().address()));
    Map<String, String> settings = new HashMap<>(environment);
    if (closes) {
      settings.put(Env.SELECTIVE_CLOSE, SelectiveClose.ON.wireName());
    }
    RunningGateway gateway =
        new RunningGateway(
            name, folder, node, envoy, settings, SidecarProgram.start(envoy, folder, settings));
    node.forwardTo(name, gateway.sidecar.control());
    node.serve(name, SidecarProgram.TOKEN);
    return gateway;
  }

  private static void write(Path folder, Path file, String cluster) throws IOException {
    Path next =
        Files.writeString(
            folder.resolve("next.json"),
            """
            {"version_info":"%1$s","resources":[{"@type":\
            "type.googleapis.com/envoy.config.listener.v3.Listener","name":"db","address":\
            {"socket_address":{"address":"127.0.0.1","port_value":0}},"filter_chains":[{"filters":\
            [{"name":"tcp","typed_config":{"@type":"type.googleapis.com/envoy.extensions.filters.\
            network.tcp_proxy.v3.TcpProxy","stat_prefix":"db","cluster":"%1$s"}}]}]}]}
            """
                .formatted(cluster));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  String name() {
    return name;
  }

  int port() {
    return envoy.listener(LISTENER).getPort();
  }

  /** A client of the second database server by another listener. */
  Socket reader() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), envoy.listener(NEW).getPort());
  }

  SidecarProgram sidecar() {
    return sidecar;
  }

  /** The control plane points its route there. */
  void route(String cluster) throws IOException {
    write(folder, folder.resolve("listeners.json"), cluster);
  }

  /** SIGKILL to its sidecar. */
  void killSidecar() {
    sidecar.close();
  }

  /** The kubelet starts it again. */
  void startSidecar() throws IOException, InterruptedException {
    sidecar = SidecarProgram.start(envoy, folder, settings);
    node.forwardTo(name, sidecar.control());
  }

  /** Stops Envoy's process, admin interface and all, or lets it go on. */
  void hang(boolean now) throws IOException, InterruptedException {
    int _ =
        new ProcessBuilder("kill", now ? "-STOP" : "-CONT", Long.toString(envoy.process().pid()))
            .start()
            .waitFor();
  }

  /** Its containers end; the pod in the API server stays. */
  void stop() {
    sidecar.close();
    envoy.close();
  }

  @Override
  public void close() {
    stop();
  }
}
