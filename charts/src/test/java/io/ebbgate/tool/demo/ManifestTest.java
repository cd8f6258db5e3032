package io.ebbgate.tool.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final String PATCH =
      """
      [{"op":"add","path":"/spec/terminationGracePeriodSeconds","value":64}]\
      """;

  @Test
  void makesAPodOfTheDeploymentAsAReplicaSetDoes() throws Exception {
    ObjectNode pod = GatewayManifest.read().pod(4711);
    assertThat(pod.at("/metadata/generateName").asText()).startsWith("gateway-");
    assertThat(pod.at("/metadata/namespace").asText()).isEqualTo("demo");
    assertThat(pod.at("/metadata/annotations/ebbgate.io~1profile").asText()).isEqualTo("envoy");
    assertThat(pod.at("/spec/containers/0/env/2/value").asText()).isEqualTo("4711");
    assertThat(pod.at("/spec/containers/0/ports/0/containerPort").asInt())
        .isEqualTo(GatewayManifest.PORT);
  }

  @Test
  void appliesTheAnswerToTheRequest() throws Exception {
    ObjectNode request = Review.request(GatewayManifest.read().pod(1));
    Review review = Review.answered(request, answer(request.at("/request/uid").asText(), PATCH));
    assertThat(review.patched().at("/spec/terminationGracePeriodSeconds").asInt()).isEqualTo(64);
    assertThat(review.operations())
        .singleElement()
        .asString()
        .contains("add", "/spec/terminationGracePeriodSeconds", "time for the whole hold");
  }

  @Test
  void refusesAnAnswerToAnotherRequest() throws Exception {
    ObjectNode request = Review.request(GatewayManifest.read().pod(1));
    assertThatThrownBy(() -> Review.answered(request, answer("other", PATCH)))
        .hasMessageContaining("another request");
  }

  private static String answer(String uid, String patch) {
    return """
    {"response":{"uid":"%s","allowed":true,"patchType":"JSONPatch","patch":"%s"}}
    """
        .formatted(uid, Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8)));
  }
}
