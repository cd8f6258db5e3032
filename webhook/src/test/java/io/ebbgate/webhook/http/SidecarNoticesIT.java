package io.ebbgate.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Paths;
import io.ebbgate.webhook.http.SidecarNotices.Result;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Notices of sidecars on the plain port, as any program that reaches it may send them. */
@Timeout(60)
class SidecarNoticesIT {
  @TempDir Path folder;

  @Test
  void areAnsweredWithWhatBecameOfThem() throws Exception {
    RunningServer running = RunningServer.start(folder);
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(send(client, running, "?namespace=shop&pod=done")).isEqualTo(404);
      running
          .server()
          .receiveNotices((namespace, pod) ->
              namespace.equals("shop")
                  ? CompletableFuture.supplyAsync(
                      () -> Result.valueOf(pod.toUpperCase(Locale.ROOT)))
                  : CompletableFuture.completedFuture(Result.UNKNOWN_POD));

      assertThat(send(client, running, "?namespace=shop&pod=done")).isEqualTo(200);
      assertThat(send(client, running, "?namespace=shop&pod=too_many")).isEqualTo(429);
      assertThat(send(client, running, "?namespace=shop&pod=failed")).isEqualTo(503);
      assertThat(send(client, running, "?namespace=shop&pod=another")).isEqualTo(500);
      assertThat(send(client, running, "")).isEqualTo(404);
      assertThat(running.operations(Paths.LISTENER_DRAINS).statusCode()).isEqualTo(405);
    } finally {
      running.stop();
    }
  }

  private static int send(HttpClient client, RunningServer running, String query) throws Exception {
    URI uri =
        URI.create(
            "http://127.0.0.1:%d%s%s"
                .formatted(running.server().operationsPort(), Paths.LISTENER_DRAINS, query));
    HttpRequest post =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build();
    return client.send(post, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
