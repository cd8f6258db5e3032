package io.ebbgate.webhook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.webhook.http.AdmissionCodec.DecodedReview;
import io.ebbgate.webhook.patch.Patch;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.ReviewOutcome;
import io.ebbgate.webhook.review.ReviewOutcome.Denied;
import io.ebbgate.webhook.review.ReviewOutcome.Injected;
import io.ebbgate.webhook.review.ReviewOutcome.Skipped;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AdmissionCodecTest {
  private static final JsonNode NO_POD = Reviews.JSON.createObjectNode();

  @Test
  void readsAReview() {
    ObjectNode review = Reviews.gateway();

    DecodedReview ask = AdmissionCodec.decode(ReceivedBody.of(bytes(review)));

    assertThat(ask)
        .isEqualTo(
            new DecodedReview.Valid(
                "5f3c",
                new AdmissionRequest(
                    "5f3c", "CREATE", "Pod", "shop", review.at("/request/object"))));
  }

  private static Arguments refusal(RejectReason refusal, Consumer<ObjectNode> change) {
    ObjectNode review = Reviews.gateway();
    change.accept(review);
    return Arguments.of(refusal, bytes(review));
  }

  private static Arguments refusal(RejectReason refusal, String body) {
    return Arguments.of(refusal, body.getBytes(UTF_8));
  }

  static Stream<Arguments> refusals() {
    String review = Reviews.gateway().toString();
    String v1beta1 = review.replace("admission.k8s.io/v1", "admission.k8s.io/v1beta1");
    return Stream.of(
        refusal(RejectReason.EMPTY, ""),
        refusal(RejectReason.EMPTY, "  \n"),
        refusal(RejectReason.NOT_JSON, "{"),
        refusal(RejectReason.NOT_JSON, "hello"),
        refusal(RejectReason.NOT_JSON, review + "x"),
        refusal(RejectReason.NOT_JSON, review + review),
        Arguments.of(RejectReason.NOT_JSON, new byte[] {'"', (byte) 0xc3, '"'}),
        refusal(RejectReason.TOO_DEEP, "[".repeat(10_000)),
        refusal(RejectReason.TOO_DEEP, "[".repeat(201) + "]".repeat(201)),
        refusal(RejectReason.TOO_LONG, "1".repeat(2000)),
        refusal(RejectReason.WRONG_VERSION, "[]"),
        refusal(RejectReason.WRONG_VERSION, "{}"),
        refusal(RejectReason.WRONG_VERSION, "null"),
        refusal(RejectReason.WRONG_VERSION, v1beta1),
        refusal(RejectReason.WRONG_VERSION, tree -> tree.put("kind", "Pod")),
        refusal(RejectReason.NO_REQUEST, tree -> tree.remove("request")),
        refusal(RejectReason.NO_REQUEST, tree -> tree.put("request", 1)),
        refusal(RejectReason.NO_UID, tree -> Reviews.request(tree).remove("uid")),
        refusal(RejectReason.NO_UID, tree -> Reviews.request(tree).put("uid", "")),
        refusal(RejectReason.NO_UID, tree -> Reviews.request(tree).put("uid", 1)),
        refusal(RejectReason.NO_UID, tree -> Reviews.request(tree).put("uid", "u".repeat(257))),
        refusal(RejectReason.BAD_OBJECT, tree -> Reviews.request(tree).put("object", "pod")));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesWhatIsNoReview(RejectReason refusal, byte[] body) {
    assertThat(AdmissionCodec.decode(ReceivedBody.of(body)))
        .isEqualTo(new DecodedReview.Rejected(refusal));
  }

  @Test
  void takesTwoHundredLevels() {
    String deep = "[".repeat(197) + "]".repeat(197);
    String body = Reviews.gateway().toString().replace("\"envoyproxy/envoy:v1.36.2\"", "1");

    DecodedReview ask =
        AdmissionCodec.decode(
            ReceivedBody.of(body.replace("\"dryRun\":false", "\"x\":" + deep).getBytes(UTF_8)));

    assertThat(ask).isInstanceOf(DecodedReview.Valid.class);
  }

  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of("Pod/status", "{\"subResource\":\"status\"}"),
        Arguments.of("example.org/Pod", "{\"kind\":{\"group\":\"example.org\",\"kind\":\"Pod\"}}"),
        Arguments.of("", "{\"kind\":null}"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void callsNothingAPodThatIsNone(String kind, String change) throws Exception {
    ObjectNode review = Reviews.gateway();
    Reviews.request(review).setAll((ObjectNode) Reviews.JSON.readTree(change));

    DecodedReview ask = AdmissionCodec.decode(ReceivedBody.of(bytes(review)));

    assertThat(ask)
        .isInstanceOfSatisfying(
            DecodedReview.Valid.class, asked -> assertThat(asked.review().kind()).isEqualTo(kind));
  }

  @Test
  void answersWithPatchAndTypeOrNeither() throws Exception {
    ArrayNode patch = Reviews.JSON.createArrayNode();
    patch.addObject().put("op", "add").put("path", "/x").put("value", "é");

    JsonNode with =
        encoded(new Injected(Reason.INJECTED, "envoy", "", new Patch(patch, NO_POD), List.of()));
    JsonNode without = encoded(new Skipped(Reason.NO_PROFILE, "", List.of()));

    assertThat(Reviews.patch(with)).isEqualTo(patch);
    assertThat(with.path("patchType").asText()).isEqualTo("JSONPatch");
    assertThat(without.has("patch") || without.has("patchType")).isFalse();
    assertThat(without.at("/auditAnnotations/reason").asText()).isEqualTo("no_profile");
  }

  @Test
  void saysWhyAPodIsRefused() throws Exception {
    JsonNode response = encoded(new Denied(Reason.BAD_SETTING, "min-drain"));

    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.at("/status/code").asInt()).isEqualTo(422);
    assertThat(response.at("/status/message").asText()).isEqualTo("min-drain");
  }

  @Test
  void keepsWarningsToOneLineOf256Characters() throws Exception {
    List<String> warnings =
        List.of("a\nb\u0007c", "x".repeat(300), "y".repeat(252) + "😀".repeat(9));

    JsonNode response = encoded(new Skipped(Reason.NO_PROFILE, "", warnings));

    assertThat(response.path("warnings"))
        .extracting(JsonNode::asText)
        .containsExactly("a b c", "x".repeat(253) + "...", "y".repeat(252) + "...");
  }

  @Test
  void carriesHalfASurrogatePairAsAnEscape() {
    byte[] answer = AdmissionCodec.encode("\ud800", new Skipped(Reason.NO_PROFILE, "", List.of()));

    assertThat(new String(answer, UTF_8)).contains("\"uid\":\"\\uD800\"");
  }

  private static JsonNode encoded(ReviewOutcome outcome) throws Exception {
    JsonNode response = Reviews.response(AdmissionCodec.encode("5f3c", outcome));
    assertThat(response.path("uid").asText()).isEqualTo("5f3c");
    return response;
  }

  private static byte[] bytes(JsonNode tree) {
    return tree.toString().getBytes(UTF_8);
  }
}
