package io.ebbgate.webhook.http;

import io.ebbgate.certs.issue.Credential;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.metrics.WebhookMetrics;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.ReviewOutcome;
import io.ebbgate.webhook.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Both ports of the webhook, from the first accepted connection to the last answer. The operations
 * port opens first, so that its readiness shows what the admission port waits for.
 */
public final class AdmissionServer {
  private static final long TIMEOUT_SECONDS = 30;

  private final Vertx vertx;
  private final ListenAddresses addresses;
  private final RequestTimeouts timeouts;
  private final AdmissionPort port;
  private final HttpServer operations;
  private volatile Optional<HttpServer> admission = Optional.empty();
  private volatile boolean stopping;

  private AdmissionServer(
      Vertx vertx,
      ListenAddresses addresses,
      RequestTimeouts timeouts,
      MutateRoute mutate,
      WebhookMetrics metrics,
      Supplier<Optional<String>> unreadyReason) {
    this.vertx = vertx;
    this.addresses = addresses;
    this.timeouts = timeouts;
    port = new AdmissionPort(new ConnectionLimits(vertx, timeouts), mutate, this::isStopping);
    operations = OperationsPort.server(vertx, () -> unreadyReason(unreadyReason), metrics::scrape);
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
      Function<AdmissionRequest, ReviewOutcome> reviewer,
      WebhookMetrics metrics,
      Tracing tracing,
      Ticker ticker,
      Supplier<Optional<String>> unreadyReason)
      throws StartException {
    BodyMemory memory = BodyMemory.ofThisJvm();
    return start(addresses, timeouts, memory, reviewer, metrics, tracing, ticker, unreadyReason);
  }

  static AdmissionServer start(
      ListenAddresses addresses,
      RequestTimeouts timeouts,
      BodyMemory memory,
      Function<AdmissionRequest, ReviewOutcome> reviewer,
      WebhookMetrics metrics,
      Tracing tracing,
      Ticker ticker,
      Supplier<Optional<String>> unreadyReason)
      throws StartException {
    Vertx vertx = MeteredVertx.with(metrics);
    MutateRoute mutate =
        new MutateRoute(vertx, reviewer, metrics, tracing, timeouts, memory, ticker);
    AdmissionServer server =
        new AdmissionServer(vertx, addresses, timeouts, mutate, metrics, unreadyReason);
    try {
      server.listen(server.operations, WebhookEnv.OPERATIONS_LISTEN, addresses.operations());
    } catch (StartException e) {
      vertx.close();
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
    if (admission.isEmpty()) {
      HttpServer server = port.server(vertx, credential, timeouts);
      listen(server, WebhookEnv.LISTEN, addresses.admission());
      admission = Optional.of(server);
      return;
    }
    await(
        // Forced: Vert.x takes equal-looking options for no change.
        admission.get().updateSSLOptions(ServerOptions.renewed(credential, timeouts), true),
        "The certificate " + credential + " can't be used");
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
            admission.isPresent() ? Optional.empty() : Optional.of("There is no certificate yet."));
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
        .thenComposeAsync(_ -> vertx.close().toCompletionStage());
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
