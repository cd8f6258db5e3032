package io.ebbgate.webhook.http;

import io.ebbgate.certs.issue.Credential;
import io.ebbgate.core.admission.ReviewBudget;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.metrics.ConnectionMetrics;
import io.ebbgate.webhook.metrics.WebhookMetrics;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.ReviewOutcome;
import io.ebbgate.webhook.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Both ports of the webhook, from the first accepted connection to the last answer. The operations
 * port opens first, so that its readiness shows what the admission port waits for.
 */
public final class AdmissionServer {
  private static final long TIMEOUT_SECONDS = 30;

  /** As many as all API servers of a cluster need, each with its concurrent reviews. */
  static final ConnectionTable.Limits LIMITS = new ConnectionTable.Limits(600, 300, 150);

  private static final ConnectionTable.Limits OPERATIONS_LIMITS =
      new ConnectionTable.Limits(64, 32, 64);

  private final Vertx vertx;

  /** With a thread of its own: health and metrics answer while every other thread is busy. */
  private final Vertx operationsVertx;

  private final ReviewWorkers workers;
  private final ListenAddresses addresses;
  private final RequestTimeouts timeouts;
  private final AdmissionPort port;
  private final HttpServer operations;
  private List<X509Certificate> clientCas = List.of();
  private Optional<Credential> serving = Optional.empty();
  private volatile Optional<HttpServer> admission = Optional.empty();
  private volatile boolean stopping;
  private volatile SidecarNotices notices =
      (_, _) -> CompletableFuture.completedFuture(SidecarNotices.Result.UNKNOWN_POD);

  private AdmissionServer(
      ListenAddresses addresses,
      RequestTimeouts timeouts,
      BodyMemory memory,
      BiFunction<AdmissionRequest, ReviewBudget, ReviewOutcome> reviewer,
      WebhookMetrics metrics,
      Tracing tracing,
      Ticker ticker,
      Supplier<Optional<String>> unreadyReason) {
    this.addresses = addresses;
    this.timeouts = timeouts;
    ConnectionMetrics counts = new ConnectionMetrics(metrics.registry());
    ConnectionTable open = table("admission", LIMITS, ticker, counts);
    vertx = MeteredVertx.with(metrics, open, new VertxOptions());
    workers = new ReviewWorkers(vertx, ticker);
    Connections connections = new Connections(vertx, timeouts, open);
    MutateRoute mutate =
        new MutateRoute(
            vertx, workers, connections, reviewer, metrics, tracing, timeouts, memory, ticker);
    port = new AdmissionPort(connections, mutate, this::isStopping);
    ConnectionTable operationsOpen = table("operations", OPERATIONS_LIMITS, ticker, counts);
    operationsVertx =
        MeteredVertx.with(
            metrics,
            operationsOpen,
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    operations =
        OperationsPort.server(
            operationsVertx,
            operationsOpen,
            workers::stuckReason,
            () -> unreadyReason(unreadyReason),
            metrics::scrape,
            (namespace, pod) -> notices.received(namespace, pod));
  }

  private static ConnectionTable table(
      String port, ConnectionTable.Limits limits, Ticker ticker, ConnectionMetrics counts) {
    ConnectionTable table =
        new ConnectionTable(limits, ticker, cause -> counts.closed(port, cause.wireName()));
    counts.register(
        port,
        table::size,
        Stream.of(ConnectionTable.CloseCause.values())
            .map(ConnectionTable.CloseCause::wireName)
            .toList());
    return table;
  }

  /**
   * Listens on the operations port.
   *
   * @param unreadyReason why the webhook is not ready, as a sentence
   * @throws StartException for a port that can't be listened on
   */
  public static AdmissionServer start(
      ListenAddresses addresses,
      RequestTimeouts timeouts,
      BiFunction<AdmissionRequest, ReviewBudget, ReviewOutcome> reviewer,
      WebhookMetrics metrics,
      Tracing tracing,
      Ticker ticker,
      Supplier<Optional<String>> unreadyReason)
      throws StartException {
    BodyMemory memory = new BodyMemory();
    return start(addresses, timeouts, memory, reviewer, metrics, tracing, ticker, unreadyReason);
  }

  static AdmissionServer start(
      ListenAddresses addresses,
      RequestTimeouts timeouts,
      BodyMemory memory,
      BiFunction<AdmissionRequest, ReviewBudget, ReviewOutcome> reviewer,
      WebhookMetrics metrics,
      Tracing tracing,
      Ticker ticker,
      Supplier<Optional<String>> unreadyReason)
      throws StartException {
    AdmissionServer server =
        new AdmissionServer(
            addresses, timeouts, memory, reviewer, metrics, tracing, ticker, unreadyReason);
    try {
      server.listen(server.operations, WebhookEnv.OPERATIONS_LISTEN, addresses.operations());
    } catch (StartException e) {
      server.vertx.close();
      server.operationsVertx.close();
      throw e;
    }
    return server;
  }

  /**
   * Serves this certificate to new connections; the first one opens the admission port. Open
   * connections keep theirs.
   *
   * @throws StartException for a port that can't be listened on, or a certificate that can't be
   *     used, whereupon the one before is kept
   */
  public synchronized void useCertificate(Credential credential) throws StartException {
    apply(
        new ServerOptions(credential, clientCas, timeouts),
        "The certificate " + credential + " can't be used");
    serving = Optional.of(credential);
  }

  /**
   * Requires a certificate by one of these CAs from clients of the admission port, in new
   * handshakes; open connections stay. Takes effect at once if the port is open.
   *
   * @throws StartException if they can't be used, whereupon those before are kept
   * @throws IllegalArgumentException if there are none
   */
  public synchronized void requireClientCertificates(List<X509Certificate> cas)
      throws StartException {
    if (cas.isEmpty()) {
      throw new IllegalArgumentException("no CA of client certificates");
    }
    if (serving.isPresent()) {
      apply(
          new ServerOptions(serving.get(), cas, timeouts),
          "The CAs of " + WebhookEnv.CLIENT_CA + " can't be used");
    }
    clientCas = List.copyOf(cas);
  }

  private void apply(ServerOptions options, String trouble) throws StartException {
    if (admission.isEmpty()) {
      HttpServer server = port.server(vertx, options);
      listen(server, WebhookEnv.LISTEN, addresses.admission());
      admission = Optional.of(server);
      return;
    }
    await(
        // Forced: Vert.x takes equal-looking options for no change.
        admission.get().updateSSLOptions(options.renewed(), true), trouble);
  }

  private void listen(HttpServer server, String name, InetSocketAddress address)
      throws StartException {
    await(
        server.listen(SocketAddress.inetSocketAddress(address)),
        "%s %s can't be listened on".formatted(name, address));
  }

  private static void await(Future<?> future, String trouble) throws StartException {
    try {
      future.toCompletionStage().toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new StartException("%s: %s.".formatted(trouble, cause(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("The start was interrupted.", e);
    }
  }

  private static String cause(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** Hands the notices of sidecars on; before that, this replica knows no pod. */
  public void receiveNotices(SidecarNotices handler) {
    notices = handler;
  }

  /** The port reviews are answered on; 0 before there is a certificate. */
  public int admissionPort() {
    return admission.map(HttpServer::actualPort).orElse(0);
  }

  /** The port of health and metrics. */
  public int operationsPort() {
    return operations.actualPort();
  }

  private Optional<String> unreadyReason(Supplier<Optional<String>> other) {
    if (stopping) {
      return Optional.of("stopping");
    }
    return other
        .get()
        .or(() ->
            admission.isPresent() ? Optional.empty() : Optional.of("There is no certificate yet."))
        .or(workers::lateReason);
  }

  private boolean isStopping() {
    return stopping;
  }

  /**
   * Stops without losing a review: from now on not ready and every answer with {@code Connection:
   * close}; after {@code delay}, when endpoints have dropped this replica, it stops listening, and
   * is done when the requests in flight are answered.
   */
  public CompletionStage<Void> stop(Duration delay) {
    stopping = true;
    boolean atOnce = delay.isZero() || admission.isEmpty();
    Future<Void> waited = atOnce ? Future.succeededFuture() : wait(delay);
    return waited
        .compose(_ -> shutdown())
        .compose(_ -> operations.close())
        .toCompletionStage()
        // On another thread: an event loop can't complete its own close.
        .thenComposeAsync(_ ->
            Future.all(vertx.close(), operationsVertx.close())
                .<Void>mapEmpty()
                .toCompletionStage());
  }

  private Future<Void> shutdown() {
    return admission
        .map(server -> server.shutdown(timeouts.stop().toMillis(), TimeUnit.MILLISECONDS))
        .orElseGet(Future::succeededFuture);
  }

  private Future<Void> wait(Duration delay) {
    return vertx.timer(delay.toMillis(), TimeUnit.MILLISECONDS).map(_ -> (Void) null);
  }
}
