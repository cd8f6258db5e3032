package io.ebbgate.webhook.http;

import io.ebbgate.core.admission.ReviewBudget;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.http.AdmissionCodec.DecodedReview;
import io.ebbgate.webhook.http.BodyReceiver.RequestBody;
import io.ebbgate.webhook.metrics.WebhookMetrics;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.ReviewOutcome;
import io.ebbgate.webhook.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles a request from its headers to the response; JSON is read off the event loop. */
final class MutateRoute {
  private static final Logger LOG = LoggerFactory.getLogger(MutateRoute.class);

  private final Vertx vertx;
  private final ReviewWorkers workers;
  private final Connections connections;
  private final BiFunction<AdmissionRequest, ReviewBudget, ReviewOutcome> reviewer;
  private final WebhookMetrics metrics;
  private final Tracing tracing;
  private final RequestTimeouts timeouts;
  private final BodyMemory room;
  private final Ticker ticker;

  MutateRoute(
      Vertx vertx,
      ReviewWorkers workers,
      Connections connections,
      BiFunction<AdmissionRequest, ReviewBudget, ReviewOutcome> reviewer,
      WebhookMetrics metrics,
      Tracing tracing,
      RequestTimeouts timeouts,
      BodyMemory room,
      Ticker ticker) {
    this.vertx = vertx;
    this.workers = workers;
    this.connections = connections;
    this.reviewer = reviewer;
    this.metrics = metrics;
    this.tracing = tracing;
    this.timeouts = timeouts;
    this.room = room;
    this.ticker = ticker;
    for (RejectReason refusal : RejectReason.values()) {
      metrics.rejectable(refusal.wireName());
    }
  }

  Future<Response> answer(HttpServerRequest request) {
    boolean json = isJson(request);
    ReviewBudget budget =
        ReviewBudget.until(ticker, ticker.nanos() + ReviewDeadline.of(request).toNanos());
    Map<String, String> trace = trace(request);
    boolean privileged = Paths.MUTATE_PRIVILEGED.equals(request.path());
    BodyReceiver intake = BodyReceiver.begin(vertx, request, timeouts.body(), room);
    return intake
        .body()
        .compose(body ->
            switch (body) {
              case RequestBody.Rejected(RejectReason refusal) ->
                  Future.succeededFuture(refused(refusal));
              case RequestBody.Complete(ReceivedBody bytes) when bytes.length() > 0 && !json ->
                  Future.succeededFuture(refused(RejectReason.WRONG_TYPE));
              case RequestBody.Complete(ReceivedBody bytes) -> {
                connections.reviewing(request.connection());
                yield queued(bytes, privileged, budget, trace);
              }
            })
        .onComplete(_ -> intake.release());
  }

  private Future<Response> queued(
      ReceivedBody bytes, boolean privileged, ReviewBudget budget, Map<String, String> trace) {
    long from = ticker.nanos();
    metrics.began();
    return workers
        .run(bytes.length(), () -> answer(bytes, privileged, from, budget, trace))
        .orElseGet(() -> Future.succeededFuture(refused(RejectReason.NO_ROOM)))
        .onComplete(_ -> metrics.ended());
  }

  /** Only the propagator's headers: a client may send any number of others. */
  private Map<String, String> trace(HttpServerRequest request) {
    Map<String, String> found = new HashMap<>();
    for (String name : tracing.headers()) {
      String value = request.getHeader(name);
      if (value != null) {
        found.put(name, value);
      }
    }
    return found;
  }

  private static boolean isJson(HttpServerRequest request) {
    String type = request.getHeader(Response.TYPE);
    String encoding = request.getHeader("Content-Encoding");
    return type != null
        && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(Response.JSON)
        && (encoding == null || encoding.equalsIgnoreCase("identity"));
  }

  private Response answer(
      ReceivedBody body,
      boolean privileged,
      long from,
      ReviewBudget budget,
      Map<String, String> trace) {
    if (budget.isUsedUp()) {
      return refused(RejectReason.TOO_LATE);
    }
    return switch (AdmissionCodec.decode(body)) {
      case DecodedReview.Rejected(RejectReason refusal) -> refused(refusal);
      case DecodedReview.Valid(String uid, AdmissionRequest review) ->
          reviewed(uid, privileged ? review.inPrivilegedNamespace() : review, from, budget, trace);
    };
  }

  private Response reviewed(
      String uid,
      AdmissionRequest review,
      long from,
      ReviewBudget budget,
      Map<String, String> trace) {
    try {
      ReviewOutcome outcome = reviewer.apply(review, budget);
      byte[] bytes = AdmissionCodec.encode(uid, outcome);
      Duration took = since(from);
      metrics.answered(outcome, took);
      tracing.answered(review, outcome, trace, took);
      LOG.atInfo()
          .addKeyValue("uid", uid)
          .addKeyValue("namespace", review.namespace())
          .addKeyValue("reason", outcome.reason().wireName())
          .addKeyValue("operations", outcome.operations())
          .log("reviewed");
      return new Response(
          200, Response.JSON, Buffer.buffer(bytes), Response.ConnectionUse.KEEP_ALIVE);
    } catch (RuntimeException e) {
      Duration took = since(from);
      metrics.failed(took);
      tracing.failed(review, e.getClass().getName(), trace, took);
      return broken(uid, e);
    }
  }

  /** The exception's message may quote the pod, so only its class and location are logged. */
  private static Response broken(String uid, RuntimeException e) {
    StackTraceElement[] trace = e.getStackTrace();
    LOG.atError()
        .addKeyValue("uid", uid)
        .addKeyValue("cause", e.getClass().getName())
        .addKeyValue("at", trace.length == 0 ? "unknown" : trace[0].toString())
        .log("review failed");
    String sentence = "The review failed with an internal error; see the webhook's log.";
    return Response.sentence(500, sentence, Response.ConnectionUse.KEEP_ALIVE);
  }

  /** Ends the connection too, as no API server sends such a request. */
  Response refused(RejectReason refusal) {
    metrics.rejected(refusal.wireName());
    return Response.sentence(refusal.status(), refusal.sentence(), refusal.connection());
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(ticker.nanos() - nanos);
  }
}
