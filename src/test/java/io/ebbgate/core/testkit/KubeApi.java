package io.ebbgate.core.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real API server with an etcd of its own, and nothing else of a cluster: no node, no controller.
 * Users are identified by tokens, so that each can be given the rights of a service account; {@link
 * #ADMIN} may do everything.
 */
public final class KubeApi implements AutoCloseable {
  /** The token, and name, of the user who may do everything. */
  public static final String ADMIN = "admin";

  private static final String AUDIT = "audit.log";
  private static final String CERTIFICATES = "certificates";
  private static final String EVERY_CALL =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
        - level: Metadata
      """;
  private static final String HERE = "127.0.0.1";
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final List<Process> processes = new ArrayList<>();
  private final Path folder;
  private final Options options;
  private List<String> server = List.of();

  /**
   * Where the server listens, and for what.
   *
   * @param services the addresses that Services are given
   * @param more arguments beside
   */
  public record Options(String address, int port, String services, List<String> more) {
    /** On loopback, for tests that need no node. */
    public static Options alone() {
      return new Options(
          HERE,
          freePort(),
          "198.51.100.0/24",
          // It wants a token controller, of which there is none.
          List.of("--authorization-mode", "RBAC", "--disable-admission-plugins", "ServiceAccount"));
    }

    /** The same with these arguments beside. */
    public Options with(String... others) {
      List<String> all = Stream.concat(more.stream(), Stream.of(others)).toList();
      return new Options(address, port, services, all);
    }
  }

  /** A user; the token is the name. */
  public record User(String name, String group) {}

  private KubeApi(Path folder, Options options) {
    this.folder = folder;
    this.options = options;
  }

  /**
   * Starts both on loopback.
   *
   * @param folder for data and logs
   * @param users further users by name, whose token is their name too
   */
  public static KubeApi start(Path folder, String... users) throws IOException {
    return start(
        folder, Options.alone(), Stream.of(users).map(name -> new User(name, name)).toList());
  }

  /**
   * Starts both.
   *
   * @param folder for data and logs
   */
  public static KubeApi start(Path folder, Options options, List<User> users) throws IOException {
    KubeApi api = new KubeApi(folder, options);
    try {
      api.launch(users);
      return api;
    } catch (IOException | RuntimeException e) {
      api.close();
      throw e;
    }
  }

  /** A program of the Kubernetes that the build made. */
  public static String program(String name) throws IOException {
    Path binary = Path.of(System.getProperty("ebbgate.kube", "."), name);
    if (!Files.isExecutable(binary)) {
      throw new IOException(binary + " is missing; mvn -Pcluster verify builds it.");
    }
    return binary.toAbsolutePath().toString();
  }

  /** Its address, by TLS with a self-signed certificate. */
  public String url() {
    return "https://" + options.address() + ":" + options.port();
  }

  /** The certificate to verify it with, PEM. */
  public Path authority() {
    return folder.resolve(CERTIFICATES).resolve("apiserver.crt");
  }

  /** The key that tokens of service accounts are signed with, PEM. */
  public Path accountKey() {
    return folder.resolve("accounts.key");
  }

  /** All requests so far, an audit event in each line; one that is being written is left out. */
  public List<String> audit() throws IOException {
    String log = new String(Files.readAllBytes(folder.resolve(AUDIT)), StandardCharsets.UTF_8);
    return log.substring(0, log.lastIndexOf('\n') + 1).lines().toList();
  }

  private void launch(List<User> users) throws IOException {
    String etcd = "http://" + HERE + ":" + freePort();
    String peer = "http://" + HERE + ":" + freePort();
    run(
        "etcd",
        "--data-dir=" + folder.resolve("etcd"),
        "--listen-client-urls=" + etcd,
        "--advertise-client-urls=" + etcd,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=default=" + peer,
        "--unsafe-no-fsync",
        "--log-level=warn");
    Path key = Files.writeString(accountKey(), privateKey());
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--etcd-servers=" + etcd,
                "--bind-address=" + options.address(),
                "--secure-port=" + options.port(),
                "--cert-dir=" + folder.resolve(CERTIFICATES),
                "--token-auth-file=" + Files.write(folder.resolve("tokens"), tokens(users)),
                "--service-account-issuer=https://ebbgate.test",
                "--service-account-key-file=" + key,
                "--service-account-signing-key-file=" + key,
                "--audit-policy-file="
                    + Files.writeString(folder.resolve("audit.yaml"), EVERY_CALL),
                "--audit-log-path=" + folder.resolve(AUDIT),
                "--service-cluster-ip-range=" + options.services(),
                "--v=1"));
    arguments.addAll(options.more());
    server = List.copyOf(arguments);
    arrive();
  }

  /** Stops the server until {@link #arrive}; etcd stays. */
  public void leave() {
    ChildProcesses.stop(processes.removeLast(), STOP);
  }

  /** Starts the server again on the same data. */
  public void arrive() throws IOException {
    run("kube-apiserver", server.toArray(String[]::new));
    awaitReady();
  }

  private static List<String> tokens(List<User> users) {
    return Stream.concat(Stream.of(new User(ADMIN, "system:masters")), users.stream())
        .map(user -> "%1$s,%1$s,%1$s,\"%2$s\"".formatted(user.name(), user.group()))
        .toList();
  }

  private void run(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program(program)));
    command.addAll(List.of(arguments));
    Path log = folder.resolve(program + ".log");
    processes.add(
        ChildProcesses.adopt(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start()));
  }

  private void awaitReady() throws IOException {
    long began = System.nanoTime();
    try {
      while (!isReady()) {
        boolean alive = processes.stream().allMatch(Process::isAlive);
        if (!alive || System.nanoTime() - began > START.toNanos()) {
          throw new IOException("The API server did not become ready; its logs are in " + folder);
        }
        Thread.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The start was interrupted.", e);
    }
  }

  private boolean isReady() throws InterruptedException {
    if (!Files.exists(authority())) {
      return false;
    }
    try (HttpClient client = HttpClient.newBuilder().sslContext(Trust.only(authority())).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url() + "/readyz"))
              .header("Authorization", "Bearer " + ADMIN)
              .timeout(Duration.ofSeconds(5))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static String privateKey() {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
      keys.initialize(2048);
      byte[] der = keys.generateKeyPair().getPrivate().getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
          + "\n-----END PRIVATE KEY-----\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(HERE))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops the server first, since it needs its etcd. */
  @Override
  public void close() {
    processes.reversed().forEach(process -> ChildProcesses.stop(process, STOP));
  }
}
