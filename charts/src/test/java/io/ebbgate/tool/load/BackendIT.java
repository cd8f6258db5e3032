package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.webhook.load.Kind;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BackendIT {
  @Test
  void isSilentForAsLongAsItIsAskedTo() throws Exception {
    try (Backend backend = Backend.open(InetAddress.getLoopbackAddress());
        HttpClient client = HttpClient.newHttpClient()) {
      URI uri =
          URI.create(
              "http://127.0.0.1:%d/?%s=300ms".formatted(backend.address().getPort(), Kind.SILENCE));
      long sent = System.nanoTime();
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());

      assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThan(Duration.ofMillis(299));
      assertThat(answer.body()).isEqualTo("ok\n");
    }
  }
}
