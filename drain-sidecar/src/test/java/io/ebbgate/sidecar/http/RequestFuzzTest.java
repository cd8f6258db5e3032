package io.ebbgate.sidecar.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ebbgate.sidecar.http.RequestReader.Result;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;

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

  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyDeadline(byte[] bytes) {
    String body = new String(bytes, ISO_8859_1);
    HookPort.seconds(body).ifPresent(seconds -> assertThat(seconds).isBetween(0, 99_999));
  }

  @FuzzTest(maxDuration = "1m")
  void takesNoOtherHostForThisOne(byte[] bytes) {
    String header = new String(bytes, ISO_8859_1);
    boolean named = ControlPort.namesThisHost(header, InetAddress.ofLiteral("10.1.2.3"));

    // What a web page may have rebound is a name: it has a letter beyond hexadecimal digits.
    int port = header.lastIndexOf(':');
    String host = port > 0 ? header.substring(0, port) : header;
    assertThat(named && host.toLowerCase(Locale.ROOT).matches("(?s)(?!localhost$).*[g-z].*"))
        .isFalse();
  }
}
