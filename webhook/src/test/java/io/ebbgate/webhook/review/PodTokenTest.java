package io.ebbgate.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Env;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any client can send a review, so a token must not follow from what other clients know. */
class PodTokenTest {
  private static final String UID = "0d5d4a9e-7f2e-4c8e-9d6b-2b1b3f0a7c11";

  private static ObjectNode gateway() {
    ObjectNode pod = JsonNodeFactory.instance.objectNode();
    pod.withObject("/metadata/annotations").put(Annotations.PROFILE, "envoy");
    pod.withArray("/spec/containers").addObject().put("name", "envoy");
    return pod;
  }

  private static ObjectNode pod(String controllerUid) {
    ObjectNode pod = gateway();
    pod.withObject("/metadata")
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "apps/v1")
        .put("kind", "ReplicaSet")
        .put("name", "edge-5d4f8c")
        .put("uid", controllerUid)
        .put("controller", true);
    return pod;
  }

  private static JsonNode reviewed(String requestUid, JsonNode pod) {
    AdmissionRequest request = new AdmissionRequest(requestUid, "CREATE", "Pod", "shop", pod);
    return Reviewed.reviewer(Mode.AGENT, SidecarStyle.NATIVE).review(request).result(pod);
  }

  private static String token(JsonNode pod) {
    for (JsonNode container : pod.at("/spec/initContainers")) {
      for (JsonNode variable : container.path("env")) {
        if (container.path("name").asText().equals(Containers.SIDECAR)
            && variable.path("name").asText().equals(Env.TOKEN)) {
          return variable.path("value").asText();
        }
      }
    }
    throw new AssertionError("no token in " + pod);
  }

  @Test
  void isTheSameForAllPodsOfAController() {
    String first = token(reviewed("a", pod(UID)));

    String second = token(reviewed("b", pod(UID)));

    assertThat(second).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "another", "0d5d4a9e-7f2e-4c8e-9d6b-2b1b3f0a7c12"})
  void isAnotherForAForgedReviewThatHasAllButTheControllersUid(String guess) {
    String victims = token(reviewed("a", pod(UID)));

    String forged = token(reviewed("b", pod(guess)));

    assertThat(forged).isNotEqualTo(victims);
  }

  @Test
  void isAnotherForARequestThatHasTheControllersUidForItsOwn() {
    String victims = token(reviewed("a", pod(UID)));

    String forged = token(reviewed(UID, gateway()));

    assertThat(forged).isNotEqualTo(victims);
  }

  @Test
  void isAnotherForEachPodWithoutAController() {
    String first = token(reviewed("a", gateway()));

    String second = token(reviewed("b", gateway()));

    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void staysWhenThePodIsReviewedAgain() {
    JsonNode once = reviewed("a", gateway());
    ((ObjectNode) once.path("spec")).put("terminationGracePeriodSeconds", 5);

    JsonNode twice = reviewed("b", once);

    assertThat(twice.at("/spec/terminationGracePeriodSeconds").asInt()).isGreaterThan(5);
    assertThat(token(twice)).isEqualTo(token(once));
  }
}
