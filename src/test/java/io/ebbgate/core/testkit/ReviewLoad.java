package io.ebbgate.core.testkit;

import io.ebbgate.core.contract.Paths;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Reviews at a steady rate, sent as an API server sends them: HTTP/1.1 on connections that are
 * kept, the chain and the name checked against the {@code caBundle} of that moment, never retried.
 */
public final class ReviewLoad {
  private static final int CLIENTS = 8;

  /**
   * An API server queues reviews above its limit in flight. Without a limit a pause of this machine
   * would open a connection for every review of that time.
   */
  private static final int AT_ONCE = 50;

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final byte[] REVIEW =
      """
      {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u",
       "kind":{"group":"","version":"v1","kind":"Pod"},"namespace":"shop","operation":"CREATE",
       "object":{"apiVersion":"v1","kind":"Pod","metadata":{"generateName":"edge-",
         "labels":{"ebbgate.io/inject":"true"}},
        "spec":{"containers":[{"name":"envoy","image":"envoyproxy/envoy:v1.40.0"}]}}}}
      """
          .getBytes(StandardCharsets.UTF_8);

  private final AtomicLong reviews = new AtomicLong();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore inFlight = new Semaphore(AT_ONCE);
  private final Supplier<String> caBundle;
  private final IntSupplier port;
  private volatile Trusting client;

  /** A client that trusts one bundle. */
  private record Trusting(String bundle, HttpClient client) {
    static Trusting of(String bundle) throws IOException {
      return new Trusting(
          bundle,
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .sslContext(Trust.these(bundle))
              .connectTimeout(TIMEOUT)
              .build());
    }
  }

  /**
   * Sends nothing yet.
   *
   * @param caBundle what the registration trusts now, PEM
   * @param port of loopback for the next review
   */
  public ReviewLoad(Supplier<String> caBundle, IntSupplier port) throws IOException {
    this.caBundle = caBundle;
    this.port = port;
    client = Trusting.of(caBundle.get());
  }

  /**
   * Calls by several at once, or the first second would measure how both sides are compiled, and a
   * balancer would lead all of them to one replica.
   */
  public void warmUp(int calls) throws InterruptedException {
    Callable<Integer> one =
        () -> {
          int done = 0;
          while (done < calls / CLIENTS) {
            var _ = review();
            done++;
          }
          return done;
        };
    var _ = clients.invokeAll(Collections.nCopies(CLIENTS, one));
  }

  /** Begins; they come whether the ones before are answered or not. */
  public void start(int aSecond) {
    var _ =
        clock.scheduleAtFixedRate(
            () -> clients.execute(this::count), 0, 1_000_000 / aSecond, TimeUnit.MICROSECONDS);
    var _ = clock.scheduleWithFixedDelay(this::learn, 0, 300, TimeUnit.MILLISECONDS);
  }

  private void count() {
    reviews.incrementAndGet();
    try {
      inFlight.acquire();
      try {
        review().ifPresent(failures::add);
      } finally {
        inFlight.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What went wrong, empty where the pod came back with a patch. */
  private Optional<String> review() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:" + port.getAsInt() + Paths.MUTATE + "?timeout=5s"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(REVIEW))
            .build();
    try {
      HttpResponse<String> answer =
          client.client().send(request, HttpResponse.BodyHandlers.ofString());
      boolean patched = answer.statusCode() == 200 && answer.body().contains("\"patch\"");
      return patched ? Optional.empty() : Optional.of("status " + answer.statusCode());
    } catch (IOException failed) {
      return Optional.of(failed.toString());
    }
  }

  /** API servers watch their registrations. */
  private void learn() {
    try {
      String bundle = caBundle.get();
      if (!client.bundle().equals(bundle)) {
        client = Trusting.of(bundle);
      }
    } catch (IOException e) {
      failures.add(e.toString());
    }
  }

  /** Ends when every review has its answer. */
  public void stop() throws InterruptedException {
    clock.shutdown();
    clients.shutdown();
    if (!clients.awaitTermination(6 * TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
      failures.add("a review has no answer yet");
    }
  }

  /** Those that were sent under load. */
  public long reviews() {
    return reviews.get();
  }

  /** What went wrong, a line each. */
  public List<String> failures() {
    return List.copyOf(failures);
  }
}
