package io.ebbgate.sidecar;

import io.ebbgate.core.testkit.ChildProcesses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Another project's program that waits beside Envoy until a pod is deleted: the server of its
 * container, and the command that the container's preStop hook runs beside it.
 *
 * @param name as users know it
 * @param health where its server answers a probe
 * @param server its command line
 * @param hook the command line of its hook
 * @param adminOnSocket whether it expects Envoy's admin interface on a Unix socket
 */
record RivalProgram(
    String name,
    InetSocketAddress health,
    List<String> server,
    List<String> hook,
    boolean adminOnSocket) {
  /** Where Envoy Gateway's expects Envoy's admin interface, on loopback. */
  static final int ADMIN_PORT = 19000;

  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(2);

  /**
   * Those whose programs are in a folder, which {@code FetchRivals} builds.
   *
   * @param admin Envoy's Unix socket, as Contour's expects one
   */
  static List<RivalProgram> in(Path folder, Path admin) {
    String ready = "--ready-file=" + admin.resolveSibling("ready");
    List<String> gateway =
        List.of(folder.resolve("envoy-gateway/bin/envoy-gateway").toString(), "envoy");
    List<String> contour = List.of(folder.resolve("contour/bin/contour").toString(), "envoy");
    return Stream.of(
            new RivalProgram(
                "Envoy Gateway",
                loopback(19002),
                with(gateway, "shutdown-manager"),
                with(gateway, "shutdown", "--min-drain-duration=5s", "--drain-timeout=10s"),
                false),
            new RivalProgram(
                "Contour",
                loopback(18090),
                with(contour, "shutdown-manager", "--serve-port=18090", ready),
                with(contour, "shutdown", "--admin-address=" + admin, ready),
                true))
        .filter(each -> Files.isExecutable(Path.of(each.server.getFirst())))
        .toList();
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static List<String> with(List<String> program, String... arguments) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(arguments));
    return command;
  }

  /** Starts its server. */
  Process serve() throws IOException {
    return run(server);
  }

  /** Starts its hook, with process numbers of its own: some write to what process 1 writes to. */
  Process drain() throws IOException {
    List<String> command =
        new ArrayList<>(List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc"));
    command.addAll(hook);
    return run(command);
  }

  /** The program of a hook, which {@code unshare} starts: what that takes itself is not counted. */
  ProcessHandle programOf(Process hook) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (true) {
      Optional<ProcessHandle> program = hook.children().findFirst();
      if (program.isPresent()) {
        return program.get();
      }
      if (!hook.isAlive() || System.nanoTime() - start > START.toNanos()) {
        throw new IOException(name + "'s hook does not start");
      }
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    }
  }

  private static Process run(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin"));
    return ChildProcesses.adopt(
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
  }

  /** Waits until its server answers its probe. */
  void awaitHealthy(Process running) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!healthy()) {
      if (!running.isAlive() || System.nanoTime() - start > START.toNanos()) {
        throw new IOException(name + " does not answer at " + health);
      }
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    }
  }

  /** Asks the server to close, as an answer ends with its connection here. */
  private boolean healthy() {
    try {
      return RawHttp.call(health, "GET", "/healthz", "Connection", "close").status() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }
}
