package io.ebbgate.webhook.observer;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A pod's answer, which is whole within a time or none. The JDK's own limit ends with the head of
 * an answer: its body may take for ever.
 */
public final class TimedAnswer {
  private TimedAnswer() {}

  /**
   * Sends a request without waiting. An answer that is not whole in time is a {@link
   * TimeoutException}, and its connection is closed.
   */
  static <T> CompletableFuture<HttpResponse<T>> later(
      HttpRequest request, HttpClient http, HttpResponse.BodyHandler<T> body, Duration limit) {
    CompletableFuture<HttpResponse<T>> exchange = http.sendAsync(request, body);
    CompletableFuture<HttpResponse<T>> answer =
        exchange.copy().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    var _ = answer.whenComplete((_, _) -> exchange.cancel(true));
    return answer;
  }

  /**
   * Sends a request and waits.
   *
   * @throws HttpTimeoutException if the answer is not whole in time
   */
  public static <T> HttpResponse<T> to(
      HttpRequest request, HttpClient http, HttpResponse.BodyHandler<T> body, Duration limit)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<T>> answer = later(request, http, body, limit);
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new HttpTimeoutException("no whole answer in %d ms".formatted(limit.toMillis()));
      }
      throw new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }
}
