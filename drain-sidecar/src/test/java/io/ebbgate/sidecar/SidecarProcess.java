package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ChildProcesses;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sidecar's program as a process of its own, with quick settings unless a test has others. */
final class SidecarProcess implements AutoCloseable {
  static final String TOKEN = "the-token-of-this-pod";
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Pattern ADDRESSES =
      Pattern.compile("\"hook\":\"([^\"]+)\",\"control\":\"([^\"]+)\"");

  private final Process process;
  private final Path message;
  private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
  private final CompletableFuture<Matcher> addresses = new CompletableFuture<>();
  private volatile CountDownLatch unread = new CountDownLatch(0);

  private SidecarProcess(Process process, Path message) {
    this.process = process;
    this.message = message;
    Thread.ofVirtual().start(this::readLog);
  }

  /** Starts one for the Envoy at this admin address. */
  static SidecarProcess start(Path folder, String admin, String... settings) {
    return start(program(), folder, admin, settings);
  }

  /** Starts one as an unprivileged container's: it can't have {@code CAP_NET_ADMIN}. */
  static SidecarProcess withoutNetAdmin(GatewayFixture gateway, Path folder, String... settings)
      throws InterruptedException {
    return withoutNetAdmin(gateway.envoy().adminSetting(), folder, settings);
  }

  /** The same for the Envoy at this admin address. */
  static SidecarProcess withoutNetAdmin(String admin, Path folder, String... settings)
      throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("setpriv", "--bounding-set=-net_admin"));
    command.addAll(program());
    SidecarProcess sidecar = start(command, folder, admin, settings);
    sidecar.awaitLog("drain plan made");
    return sidecar;
  }

  /** Starts one whose Envoy isn't there. */
  static SidecarProcess withoutEnvoy(Path folder, String... settings) {
    return start(folder, "unix:" + folder.resolve("absent.sock"), settings);
  }

  /** Starts one beside this gateway; it has made its plan. */
  static SidecarProcess beside(GatewayFixture gateway, Path folder, String... settings)
      throws InterruptedException {
    SidecarProcess sidecar = start(folder, gateway.envoy().adminSetting(), settings);
    sidecar.awaitLog("drain plan made");
    return sidecar;
  }

  /** Starts one by another command line, such as its image's. */
  static SidecarProcess start(List<String> command, Path folder, String admin, String... settings) {
    try {
      Path message = Files.createFile(folder.resolve("termination-log"));
      Map<String, String> environment = environment(folder, admin, message);
      for (int i = 0; i < settings.length; i += 2) {
        environment.put(settings[i], settings[i + 1]);
      }
      return new SidecarProcess(run(command, environment), message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The program with this environment and no other. */
  static Process run(Map<String, String> environment) throws IOException {
    return run(program(), environment);
  }

  private static Process run(List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return ChildProcesses.adopt(builder.start());
  }

  /** This JVM's own classes. */
  static List<String> program() {
    return ChildProcesses.quickJava(SidecarMain.class);
  }

  private static Map<String, String> environment(Path folder, String admin, Path message) {
    Map<String, String> environment = new HashMap<>();
    environment.put(Env.ADMIN, admin);
    environment.put(Env.HOOK_ADDRESS, "127.0.0.1:0");
    environment.put(Env.CONTROL_ADDRESS, "127.0.0.1:0");
    environment.put(Env.TOKEN, TOKEN);
    environment.put(Env.GRACE_PERIOD, "60s");
    environment.put(Env.TERMINATION_LOG, message.toString());
    environment.put(Env.STATE_DIR, folder.toString());
    environment.put(Setting.DRAIN_TIMEOUT.env(), "20s");
    environment.put(Setting.MIN_DRAIN.env(), "1s");
    environment.put(Setting.QUIET_PERIOD.env(), "500ms");
    environment.put(Setting.MAX_ANNOUNCE.env(), "3s");
    environment.put(Setting.IDLE_LINGER.env(), "1s");
    return environment;
  }

  private void readLog() {
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        unread.await();
        log.add(line);
        Matcher found = ADDRESSES.matcher(line);
        if (found.find()) {
          addresses.complete(found);
        }
      }
    } catch (IOException | InterruptedException e) {
      log.add("the log ended: " + e);
    }
    addresses.completeExceptionally(new IllegalStateException("no address in " + log));
  }

  /** From now on nothing reads what it writes to its log. */
  void stopReading() {
    unread = new CountDownLatch(1);
  }

  InetSocketAddress hook() {
    return address(1);
  }

  InetSocketAddress control() {
    return address(2);
  }

  private InetSocketAddress address(int group) {
    try {
      String text = addresses.get(LIMIT.toSeconds(), TimeUnit.SECONDS).group(group);
      return SocketAddressText.bound(text).orElseThrow();
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the sidecar does not start: " + log, e);
    }
  }

  /** Waits for a log line with this text in it. */
  void awaitLog(String text) throws InterruptedException {
    try {
      Await.until(text, LIMIT, () -> log.stream().anyMatch(line -> line.contains(text)));
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + " in " + log, e);
    }
  }

  /** Both hooks, as at a pod's deletion; completes with the gateway's answer. */
  CompletableFuture<RawHttp.Answer> deletion() throws IOException {
    CompletableFuture<RawHttp.Answer> answer = drain();
    podTerminating();
    return answer;
  }

  /** The sidecar's own hook. */
  void podTerminating() throws IOException {
    RawHttp.call(hook(), "GET", Paths.TERMINATING, Headers.TOKEN, TOKEN);
  }

  /** A call of the control port with the token. */
  RawHttp.Answer control(String method, String path) throws IOException {
    return RawHttp.call(control(), method, path, Headers.TOKEN, TOKEN);
  }

  /** Its metrics as they are now. */
  String metrics() {
    try {
      return RawHttp.call(hook(), "GET", Paths.METRICS).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a deadline, as the observer does. */
  RawHttp.Answer putDeadline(String body) throws IOException {
    return RawHttp.send(hook(), "PUT", Paths.DEADLINE, body, Headers.TOKEN, TOKEN);
  }

  /** The gateway's hook alone. */
  CompletableFuture<RawHttp.Answer> drain() {
    return hook(Paths.DRAIN);
  }

  /** The hook of a container that stops after the gateway. */
  CompletableFuture<RawHttp.Answer> hold(String container) {
    return hook(Paths.HOLD + container);
  }

  private CompletableFuture<RawHttp.Answer> hook(String path) {
    InetSocketAddress address = hook();
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return RawHttp.call(address, "GET", path, Headers.TOKEN, TOKEN);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  List<String> log() {
    return List.copyOf(log);
  }

  long pid() {
    return process.pid();
  }

  Path message() {
    return message;
  }

  /** Sends a signal: STOP, CONT. */
  void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  /** SIGTERM. Not by the process itself, which would close its output too. */
  void terminate() {
    assertThat(process.toHandle().destroy()).isTrue();
  }

  /** SIGTERM; the exit code within ten seconds. */
  int stop() throws InterruptedException {
    terminate();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new AssertionError("still there after SIGTERM: " + log);
    }
    return process.exitValue();
  }

  /** Whether it ends by itself within this time. */
  boolean ended(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    ChildProcesses.killNow(process);
  }
}
