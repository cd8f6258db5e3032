package io.ebbgate.core.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An Envoy process for one test: ready when {@link #start} returns, gone after {@link #close}. It
 * shares nothing with other Envoys of the machine (no hot restart but by {@link #restartHot}), so
 * tests may run side by side.
 */
public final class RealEnvoy implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final String BOOTSTRAP = "bootstrap.json";

  /** Where Envoy writes which hot restarts it takes part in. */
  private static final String BASE_ID = "base-id";

  private final Path folder;
  private final Process process;
  private final SocketAddress address;
  private final List<String> flags;

  private RealEnvoy(Path folder, Process process, SocketAddress address, List<String> flags) {
    this.folder = folder;
    this.process = process;
    this.address = address;
    this.flags = flags;
  }

  /**
   * Starts one and waits until it is ready.
   *
   * @param flags Envoy's own, for example {@code "--drain-strategy", "immediate", "--drain-time-s",
   *     "30"}; without any Envoy drains gradually over 600 s
   * @throws IllegalStateException with Envoy's log if it is not ready within twenty seconds
   */
  public static RealEnvoy start(EnvoyBootstrap bootstrap, String... flags) {
    return start(bootstrap.json(), List.of("--disable-hot-restart"), List.of(flags));
  }

  /** Starts the first epoch of one that may be {@link #restartHot}; its ports have to be fixed. */
  public static RealEnvoy startHot(EnvoyBootstrap bootstrap, String... flags) {
    return start(
        bootstrap.json(),
        List.of("--use-dynamic-base-id", "--base-id-path", BASE_ID, "--restart-epoch", "0"),
        List.of(flags));
  }

  /**
   * Starts the second epoch: another process, which takes over admin port and listeners, while this
   * one keeps its connections until {@code --parent-shutdown-time-s}.
   */
  public RealEnvoy restartHot() {
    try {
      String config = Files.readString(folder.resolve(BOOTSTRAP));
      return start(config, List.of("--base-id", baseId(), "--restart-epoch", "1"), flags);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private String baseId() throws IOException {
    return Files.readString(folder.resolve(BASE_ID)).strip();
  }

  private static RealEnvoy start(String bootstrap, List<String> restart, List<String> flags) {
    try {
      Path folder = Files.createTempDirectory("envoy");
      Path config = Files.writeString(folder.resolve(BOOTSTRAP), bootstrap);
      Path admin = folder.resolve("admin");
      List<String> command =
          new ArrayList<>(
              List.of(
                  EnvoyBinary.path().toString(),
                  "--config-path",
                  config.toString(),
                  "--admin-address-path",
                  admin.toString(),
                  "--concurrency",
                  "2",
                  "--log-level",
                  "warning"));
      command.addAll(restart);
      command.addAll(flags);
      Process process =
          ChildProcesses.adopt(
              new ProcessBuilder(command)
                  .directory(folder.toFile())
                  .redirectErrorStream(true)
                  .redirectOutput(folder.resolve("log").toFile())
                  .start());
      return new RealEnvoy(folder, process, untilReady(process, folder, admin), flags);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static SocketAddress untilReady(Process process, Path folder, Path admin)
      throws IOException {
    long start = System.nanoTime();
    while (process.isAlive() && System.nanoTime() - start < START_LIMIT.toNanos()) {
      if (Files.exists(admin) && !Files.readString(admin).isBlank()) {
        SocketAddress address = parse(Files.readString(admin).strip());
        if (live(address)) {
          return address;
        }
      }
      pause();
    }
    ChildProcesses.killNow(process);
    throw new IllegalStateException(
        "Envoy is not ready after "
            + START_LIMIT
            + ":\n"
            + Files.readString(folder.resolve("log")));
  }

  private static boolean live(SocketAddress address) {
    try {
      return new EnvoyAdmin(address).get("/ready").status() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Envoy starts", stopped);
    }
  }

  /** {@code host:port}, {@code [::1]:port} or a path, as Envoy writes its own addresses. */
  private static SocketAddress parse(String text) {
    if (text.startsWith("/")) {
      return UnixDomainSocketAddress.of(text);
    }
    int colon = text.lastIndexOf(':');
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  public EnvoyAdmin admin() {
    return new EnvoyAdmin(address);
  }

  /** As the sidecar's {@code EBBGATE_ADMIN} takes it: {@code host:port} or {@code unix:/path}. */
  public String adminSetting() {
    return switch (address) {
      case InetSocketAddress tcp when tcp.getAddress() instanceof Inet6Address ->
          "[" + tcp.getAddress().getHostAddress() + "]:" + tcp.getPort();
      case InetSocketAddress tcp -> tcp.getAddress().getHostAddress() + ":" + tcp.getPort();
      default -> "unix:" + address;
    };
  }

  /**
   * Where a listener really listens.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public InetSocketAddress listener(String name) {
    try {
      return admin()
          .get("/listeners")
          .body()
          .lines()
          .filter(line -> line.startsWith(name + "::"))
          .map(line -> (InetSocketAddress) parse(line.substring(name.length() + 2)))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no listener is called " + name));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  public Process process() {
    return process;
  }

  /** SIGTERM, and SIGKILL after five seconds. */
  @Override
  public void close() {
    ChildProcesses.stop(process, STOP_LIMIT);
    try {
      if (Files.exists(folder.resolve(BASE_ID))) {
        // Envoy leaves it.
        Files.deleteIfExists(Path.of("/dev/shm/envoy_shared_memory_" + baseId() + "0"));
      }
      Files.delete(Folders.emptied(folder));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
