package io.ebbgate.sidecar.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ebbgate.sidecar.http.RequestReader.Result;
import java.io.EOFException;
import java.io.IOException;

/**
 * Any bytes are a request, get an answer that says why they are none, or end too early. Runs its
 * seeds as ordinary tests; {@code JAZZER_FUZZ=1} searches for more.
 */
class RequestFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyRequest(byte[] bytes) throws IOException {
    try {
      switch (new RequestReader(new SentBytes(bytes), 7).read()) {
        case Result.Complete(Request request) -> {
          assertThat(request.path()).startsWith("/").doesNotContain(" ", "?", "\r", "\n");
          assertThat(request.headers().values()).noneMatch(value -> value.indexOf('\n') >= 0);
          assertThat(request.body().length()).isLessThanOrEqualTo(1024);
          assertThat(request.acceptedAt()).isEqualTo(7);
        }
        case Result.Malformed(Response response, boolean head) ->
            assertThat(response.bytes(!head)).startsWith('H', 'T', 'T', 'P');
      }
    } catch (EOFException _) {
      // Ended early, as most bytes do.
    }
  }
}
