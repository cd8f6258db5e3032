package io.ebbgate.webhook.cluster;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends each watch within a minute. A load balancer before the API server that forgets a silent
 * connection may tell neither side (Azure's after four minutes), and such a watch would bring
 * nothing for up to ten minutes, which is the client's own limit. So the server is asked to end it
 * earlier, and a watch that it doesn't end is given up. Nothing is missed: the next watch goes on
 * from the version that was seen last.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/">API concepts</a>,
 *     "Efficient detection of changes"
 */
public final class WatchLifetime implements Interceptor {
  private static final String NAME = "watch-lifetime";
  private static final String TIMEOUT = "timeoutSeconds=";

  /** How long the server goes on. */
  static final Duration SERVER = Duration.ofSeconds(35);

  /** How long an answer's head may take, and what comes after the server's end. */
  static final Duration DELAY = Duration.ofSeconds(10);

  private WatchLifetime() {}

  /** Has all watches of a client end so. */
  public static void limit(HttpClient.Builder client) {
    client.addOrReplaceInterceptor(NAME, new WatchLifetime());
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (isWatch(request.uri()) && builder instanceof HttpRequest.Builder watch) {
      watch.uri(limited(request.uri())).timeout(DELAY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** The answer's head is there, and its body has begun. */
  @Override
  public void after(
      HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> reader) {
    if (isWatch(request.uri()) && response.body() instanceof AsyncBody body) {
      CompletableFuture<Void> limit =
          new CompletableFuture<Void>()
              .completeOnTimeout(null, SERVER.plus(DELAY).toMillis(), TimeUnit.MILLISECONDS);
      var _ = limit.thenRun(body::cancel);
      var _ = body.done().whenComplete((_, _) -> limit.cancel(false));
    }
  }

  private static boolean isWatch(URI uri) {
    return uri.getRawQuery() != null
        && List.of(uri.getRawQuery().split("&", -1)).contains("watch=true");
  }

  /** The same with our timeout in the place of the client's. */
  static URI limited(URI watch) {
    String query = watch.getRawQuery();
    StringBuilder limited = new StringBuilder();
    for (String each : query.split("&", -1)) {
      if (!each.startsWith(TIMEOUT)) {
        limited.append(each).append('&');
      }
    }
    String text = watch.toString();
    return URI.create(
        text.substring(0, text.indexOf('?') + 1) + limited + TIMEOUT + SERVER.toSeconds());
  }
}
