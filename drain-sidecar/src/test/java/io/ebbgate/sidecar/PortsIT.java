package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Paths;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the two ports say to right and wrong calls; Envoy isn't there. */
@Timeout(60)
class PortsIT extends IdleSidecarFixture {
  @Test
  void isHealthyAndScrapedWithoutAToken() throws Exception {
    RawHttp.Answer health = RawHttp.call(sidecar.hook(), "GET", Paths.HEALTHZ);
    RawHttp.Answer metrics = RawHttp.call(sidecar.hook(), "GET", Paths.METRICS);

    assertThat(health.status()).isEqualTo(200);
    assertThat(metrics.head()).contains("Content-Type: text/plain; version=0.0.4");
    assertThat(metrics.body()).contains(MetricNames.DRAIN_PHASE + "{phase=\"serving\"} 1.0");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, 404",
    "GET, /v1/status, 404",
    "POST, /v1/drain, 405",
    "DELETE, /v1/deadline, 405",
    "GET, /v1/terminating, 403"
  })
  void answersAWrongCallOfTheHookPortWithOneSentence(String method, String path, int status)
      throws Exception {
    RawHttp.Answer answer = RawHttp.call(sidecar.hook(), method, path);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).matches("\\{\"error\":\"[^\"]+\\.\"}\n");
  }

  @Test
  void saysWhatIsAllowed() throws Exception {
    assertThat(RawHttp.call(sidecar.hook(), "POST", Paths.DEADLINE).head()).contains("Allow: PUT");
  }

  @ParameterizedTest
  @CsvSource({"'{}'", "'{\"seconds\": -1}'", "'{\"seconds\": 100000}'", "'8'", "''"})
  void refusesADeadlineThatIsNone(String body) throws Exception {
    RawHttp.Answer answer = sidecar.putDeadline(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("seconds");
  }

  @ParameterizedTest
  @CsvSource({
    "'nonsense', 400",
    "'GET noslash HTTP/1.1', 400",
    "'GET / HTTP/2', 400",
  })
  void refusesWhatIsNoRequest(String first, int status) throws Exception {
    assertThat(RawHttp.say(sidecar.hook(), first + "\r\n\r\n").status()).isEqualTo(status);
  }

  @Test
  void refusesAHeadWithoutEndAndABodyThatIsTooLarge() throws Exception {
    String large = "GET / HTTP/1.1\r\nX: " + "x".repeat(9000);
    String body = "PUT /v1/deadline HTTP/1.1\r\nContent-Length: 5000\r\n\r\n";
    String chunks = "PUT /v1/deadline HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";

    assertThat(RawHttp.say(sidecar.hook(), large).status()).isEqualTo(431);
    assertThat(RawHttp.say(sidecar.hook(), body).status()).isEqualTo(413);
    assertThat(RawHttp.say(sidecar.hook(), chunks).status()).isEqualTo(411);
  }

  @Test
  void isNotHeldUpByManyWhoSendTheirHeadsSlowly() throws Exception {
    for (int i = 0; i < 600; i++) {
      var _ = connect("G");
    }
    RawHttp.Answer answer = RawHttp.call(sidecar.hook(), "GET", Paths.HEALTHZ);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.took()).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void showsItsStatusToThisHostOnly() throws Exception {
    RawHttp.Answer own = RawHttp.call(sidecar.control(), "GET", Paths.STATUS);
    RawHttp.Answer rebound =
        RawHttp.call(sidecar.control(), "GET", Paths.STATUS, "Host", "evil.example");

    assertThat(own.body()).isEqualTo("{\"phase\":\"serving\",\"now\":{},\"listenerDrains\":[]}\n");
    assertThat(rebound.status()).isEqualTo(403);
  }

  /** A page may call without reading the answer, and each call costs Envoy. */
  @ParameterizedTest
  @CsvSource({
    "Origin, https://evil.example, 403",
    "Sec-Fetch-Site, cross-site, 403",
    "Sec-Fetch-Site, same-site, 403",
    "Sec-Fetch-Site, none, 200"
  })
  void answersNoCallOfAWebPage(String header, String value, int status) throws Exception {
    for (String path : List.of(Paths.STATUS, Paths.LISTENERS)) {
      assertThat(RawHttp.call(sidecar.control(), "GET", path, header, value).status())
          .isEqualTo(status);
    }
    String route = Paths.LISTENERS + "/db" + Paths.ROUTE;
    assertThat(RawHttp.call(sidecar.control(), "GET", route, header, value).status())
        .isEqualTo(status == 200 ? 503 : status);
  }

  @Test
  void listsNothingWhileEnvoyIsUnknown() throws Exception {
    assertThat(RawHttp.call(sidecar.control(), "GET", Paths.LISTENERS).body())
        .contains("\"known\":false");
  }

  @Test
  void drainsFromTheControlPortWithTheTokenAndFromNoWebPage() throws Exception {
    RawHttp.Answer without = RawHttp.call(sidecar.control(), "POST", Paths.DRAIN);
    RawHttp.Answer page =
        RawHttp.call(
            sidecar.control(),
            "POST",
            Paths.DRAIN,
            Headers.TOKEN,
            SidecarProcess.TOKEN,
            "Origin",
            "http://localhost");
    RawHttp.Answer right = sidecar.control("POST", Paths.DRAIN);
    sidecar.awaitLog("\"trigger\":\"control\"");
    RawHttp.Answer off = sidecar.control("DELETE", Paths.DRAIN);

    assertThat(without.status()).isEqualTo(403);
    assertThat(page.status()).isEqualTo(403);
    assertThat(right.status()).isEqualTo(202);
    assertThat(off.status()).isEqualTo(200);
    assertThat(off.body()).contains("\"phase\":\"serving\"");
  }

  @Test
  void refusesToCallOffWhatIsNotRunning() throws Exception {
    RawHttp.Answer off = sidecar.control("DELETE", Paths.DRAIN);

    assertThat(off.status()).isEqualTo(409);
    assertThat(off.body()).contains("No drain is running.");
  }
}
