package io.ebbgate.webhook.http;

import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.metrics.WebhookMetrics;
import io.ebbgate.webhook.review.PodReview;
import io.ebbgate.webhook.review.Reviewed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SocketAddress;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Both ports of the webhook, from the first accepted connection to the last answer. */
public final class AdmissionServer {
  private static final long START_SECONDS = 30;

  private final Vertx vertx;
  private final Patience patience;
  private final HttpServer admission;
  private final HttpServer operations;
  private volatile boolean stopping;

  private AdmissionServer(
      Vertx vertx,
      Listening listening,
      Patience patience,
      Function<PodReview, Reviewed> reviewer,
      WebhookMetrics metrics,
      Ticker ticker) {
    this.vertx = vertx;
    this.patience = patience;
    MutateRoute mutate = new MutateRoute(vertx, reviewer, metrics, patience, ticker);
    admission =
        new AdmissionPort(new Connections(vertx, patience), mutate, this::isStopping)
            .server(vertx, listening, patience);
    operations = OperationsPort.server(vertx, this::isStopping, metrics::scrape);
  }

  /**
   * Listens on both ports, on the operations' one last: ready means reviews are answered.
   *
   * @throws StartException for a port that can't be listened on
   * @throws IOException for certificate files that can't be used
   */
  public static AdmissionServer start(
      Listening listening,
      Patience patience,
      Function<PodReview, Reviewed> reviewer,
      WebhookMetrics metrics,
      Ticker ticker)
      throws StartException, IOException {
    TlsFiles.check(listening);
    Vertx vertx = vertx(metrics);
    AdmissionServer server =
        new AdmissionServer(vertx, listening, patience, reviewer, metrics, ticker);
    try {
      listen(server.admission, WebhookEnv.LISTEN, listening.admission());
      listen(server.operations, WebhookEnv.OPERATIONS_LISTEN, listening.operations());
    } catch (StartException e) {
      vertx.close();
      throw e;
    }
    return server;
  }

  private static Vertx vertx(WebhookMetrics metrics) {
    MicrometerMetricsOptions options = new MicrometerMetricsOptions().setEnabled(true);
    EnumSet.complementOf(EnumSet.of(MetricsDomain.HTTP_SERVER))
        .forEach(options::addDisabledMetricsCategory);
    // A client chooses path and method: as labels they would grow without end.
    options.setLabels(EnumSet.of(Label.HTTP_CODE, Label.LOCAL));
    VertxBuilder builder =
        Vertx.builder().withMetrics(new MicrometerMetricsFactory(metrics.registry()));
    return builder.with(new io.vertx.core.VertxOptions().setMetricsOptions(options)).build();
  }

  private static void listen(HttpServer server, String name, InetSocketAddress address)
      throws StartException {
    try {
      SocketAddress where = SocketAddress.inetSocketAddress(address);
      server
          .listen(where)
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new StartException(
          "%s %s can't be listened on: %s.".formatted(name, address, cause(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("The start was interrupted.", e);
    }
  }

  private static String cause(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** The port reviews are answered on. */
  public int admissionPort() {
    return admission.actualPort();
  }

  /** The port of health and metrics. */
  public int operationsPort() {
    return operations.actualPort();
  }

  private boolean isStopping() {
    return stopping;
  }

  /**
   * Stops without losing a review: from now on not ready and every answer with {@code Connection:
   * close}; after {@code delay}, when nobody sends new connections here any more, no listening; and
   * done when what was in flight is answered.
   */
  public CompletionStage<Void> stop(Duration delay) {
    stopping = true;
    Future<Void> waited = delay.isZero() ? Future.succeededFuture() : wait(delay);
    return waited
        .compose(_ -> admission.shutdown(patience.stop().toMillis(), TimeUnit.MILLISECONDS))
        .compose(_ -> operations.close())
        .toCompletionStage()
        // From a thread of its own: an event loop can't tell of its own end.
        .thenComposeAsync(_ -> vertx.close().toCompletionStage());
  }

  private Future<Void> wait(Duration delay) {
    return vertx.timer(delay.toMillis(), TimeUnit.MILLISECONDS).map(_ -> (Void) null);
  }
}
