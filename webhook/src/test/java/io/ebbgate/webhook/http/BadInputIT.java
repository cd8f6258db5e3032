package io.ebbgate.webhook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of bad input has its answer, which is a sentence. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
  private static final byte[] GATEWAY = Reviews.gateway().toString().getBytes(UTF_8);

  private RunningServer running;

  @BeforeAll
  void starts(@TempDir Path folder) throws Exception {
    running = RunningServer.start(folder);
  }

  @AfterAll
  void stops() throws Exception {
    running.stop();
  }

  private static byte[] bytes(String body) {
    return body.getBytes(UTF_8);
  }

  private static void refused(HttpResponse<byte[]> answer, RejectReason refusal) {
    assertThat(answer.statusCode()).isEqualTo(refusal.status());
    assertThat(new String(answer.body(), UTF_8)).isEqualTo(refusal.sentence() + "\n");
  }

  static Stream<Arguments> bodies() {
    byte[] invalidUtf8 = GATEWAY.clone();
    invalidUtf8[invalidUtf8.length / 2] = (byte) 0xff;
    String gateway = new String(GATEWAY, UTF_8);
    ObjectNode withoutUid = Reviews.gateway();
    Reviews.request(withoutUid).remove("uid");
    String withoutRequest = "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\"}";
    return Stream.of(
        arguments(RejectReason.EMPTY, new byte[0]),
        arguments(RejectReason.NOT_JSON, bytes("hello")),
        arguments(RejectReason.NOT_JSON, invalidUtf8),
        arguments(RejectReason.TOO_DEEP, bytes("{\"a\":".repeat(10_000))),
        arguments(
            RejectReason.WRONG_VERSION, bytes(gateway.replace("k8s.io/v1\"", "k8s.io/v1beta1\""))),
        arguments(RejectReason.NO_UID, bytes(withoutUid.toString())),
        arguments(RejectReason.NO_REQUEST, bytes(withoutRequest)));
  }

  @Test
  void answersAReviewWhoseQueryCantBeDecoded() throws Exception {
    try (RawConnection connection = running.connect()) {
      byte[] body = Reviews.gateway().toString().getBytes(UTF_8);
      connection.send(
          "POST /mutate?%zz HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
              + "Content-Length: "
              + body.length
              + "\r\n\r\n");
      connection.send(body);

      String head = connection.readHead();

      assertThat(head).startsWith("HTTP/1.1 200");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void refusesABodyThatIsNoReview(RejectReason reason, byte[] body) throws Exception {
    refused(running.post(body), reason);
  }

  @ParameterizedTest
  @ValueSource(ints = {(7 << 20) + 1, 8 << 20})
  void answersATooLargeBodyToItsEnd(int length) throws Exception {
    refused(running.post(new byte[length]), RejectReason.TOO_LARGE);
  }

  @Test
  void refusesAPodOfHalfAMillionKeys() throws Exception {
    ObjectNode review = Reviews.gateway();
    ObjectNode annotations = review.withObject("/request/object/metadata/annotations");
    for (int i = 0; i < 500_000; i++) {
      annotations.put(Integer.toHexString(i), "");
    }

    HttpResponse<byte[]> answer = running.post(review.toString().getBytes(UTF_8));

    refused(answer, RejectReason.TOO_MANY_VALUES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "0", "{\"a\":{}}", "\"\""})
  void refusesAPodWithALongListBeforeItBuildsATree(String element) throws Exception {
    String list = "[" + (element + ",").repeat(400_000) + element + "]";
    String review =
        Reviews.gateway()
            .toString()
            .replace("\"spec\":{", "\"spec\":{\"tolerations\":" + list + ",");

    HttpResponse<byte[]> answer = running.post(review.getBytes(UTF_8));

    refused(answer, RejectReason.TOO_MANY_VALUES);
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, identity",
    "application/yaml, identity",
    "application/jsonx, identity",
    "application/json, gzip"
  })
  void refusesAnotherTypeOrACompressedBody(String type, String encoding) throws Exception {
    refused(
        running.send(
            running
                .to("/mutate")
                .header("Content-Type", type)
                .header("Content-Encoding", encoding)
                .POST(BodyPublishers.ofByteArray(GATEWAY))),
        RejectReason.WRONG_TYPE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD", "OPTIONS"})
  void refusesAnotherMethod(String method) throws Exception {
    HttpResponse<byte[]> answer =
        running.send(running.to("/mutate").method(method, BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
  }

  @Test
  void refusesAnotherPath() throws Exception {
    refused(running.send(running.to("/").GET()), RejectReason.WRONG_PATH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / NONSENSE", "POST /mutate HTTP/1.1\r\nContent-Length: x"})
  void refusesWhatIsNoHttp(String head) throws Exception {
    try (RawConnection connection = running.connect()) {
      connection.send(head + "\r\nHost: x\r\n\r\n");

      assertThat(connection.readToEnd()).matches("(?s)HTTP/1\\.[01] 400 .*");
    }
  }
}
