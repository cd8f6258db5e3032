package io.ebbgate.sidecar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Paths;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of all forms RFC 9112 knows, and many of them at once; on one carrier, as in a pod. */
@Timeout(60)
class RequestsIT extends IdleSidecarFixture {
  @Test
  void answersHeadWithoutContent() throws Exception {
    RawHttp.Answer health = RawHttp.call(sidecar.hook(), "HEAD", Paths.HEALTHZ);
    RawHttp.Answer drain = RawHttp.call(sidecar.hook(), "HEAD", Paths.DRAIN);
    RawHttp.Answer wrong = RawHttp.say(sidecar.hook(), "HEAD / HTTP/1.1\r\nno colon\r\n\r\n");

    assertThat(health.status()).isEqualTo(200);
    assertThat(health.head()).contains("Content-Length: 16");
    assertThat(drain.status()).isEqualTo(405);
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(health.body() + drain.body() + wrong.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://gateway/healthz",
        "http://gateway:15980/healthz?a",
        "HTTP://[::1]/healthz"
      })
  void takesTheAbsoluteForm(String target) throws Exception {
    assertThat(RawHttp.call(sidecar.hook(), "GET", target).status()).isEqualTo(200);
  }

  @Test
  void goesByTheAbsoluteFormsHost() throws Exception {
    assertThat(RawHttp.call(sidecar.control(), "GET", "http://evil.example/v1/status").status())
        .isEqualTo(403);
  }

  @Test
  void tellsAClientThatAsksToGoOn() throws Exception {
    String head =
        "PUT %s HTTP/1.1\r\nHost: x\r\n%s: %s\r\nExpect: 100-continue\r\nContent-Length: 15\r\n\r\n"
            .formatted(Paths.DEADLINE, Headers.TOKEN, SidecarProcess.TOKEN);
    Socket socket = connect(head);
    String interim = new String(socket.getInputStream().readNBytes(25), ISO_8859_1);
    socket.getOutputStream().write("{\"seconds\": 50}".getBytes(ISO_8859_1));
    String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);

    assertThat(interim).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void refusesAnotherExpectation() throws Exception {
    assertThat(RawHttp.call(sidecar.hook(), "GET", Paths.HEALTHZ, "Expect", "tea").status())
        .isEqualTo(417);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A:\r\n b", "A:\r\n\tb", "A : b", "A", ": b", " A: b", "A: b\rc"})
  void refusesAHeaderLineThatIsNone(String line) throws Exception {
    RawHttp.Answer answer =
        RawHttp.say(sidecar.hook(), "GET /healthz HTTP/1.1\r\n" + line + "\r\nHost: x\r\n\r\n");

    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void answersEveryRequestOfABurst() throws Exception {
    assertThat(sidecar.hook().getPort()).isPositive();
    sidecar.signal("STOP");
    List<Socket> burst = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      burst.add(connect("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"));
    }
    sidecar.signal("CONT");

    for (Socket socket : burst) {
      assertThat(new String(socket.getInputStream().readNBytes(12), ISO_8859_1))
          .isEqualTo("HTTP/1.1 200");
    }
  }

  @Test
  void answersWhoAsksBehindManyWhoSayNothing() throws Exception {
    for (int i = 0; i < 400; i++) {
      var _ = connect("");
    }
    for (int i = 0; i < 20; i++) {
      assertThat(RawHttp.call(sidecar.hook(), "GET", Paths.HEALTHZ).status()).isEqualTo(200);
      var _ = connect("");
    }
  }

  /** A run of CR took 0.3 to 0.7 s of the one carrier thread, each time. */
  @ParameterizedTest
  @ValueSource(strings = {"\r", "\r\n\r", "1", "a:\n", " ", ":"})
  void isNotHeldUpByHeadsThatRepeatOneThing(String piece) throws Exception {
    for (int i = 0; i < 30; i++) {
      var _ = connect("x" + piece.repeat(8180 / piece.length()) + "x\n\n");
    }
    RawHttp.Answer answer = RawHttp.call(sidecar.hook(), "GET", Paths.HEALTHZ);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.took()).isLessThan(Duration.ofSeconds(4));
  }
}
