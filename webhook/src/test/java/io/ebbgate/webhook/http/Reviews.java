package io.ebbgate.webhook.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Annotations;
import java.io.IOException;
import java.util.Base64;

/** What the API server sends and gets. */
final class Reviews {
  static final ObjectMapper JSON = new ObjectMapper();

  private Reviews() {}

  /** The creation of a gateway pod. */
  static ObjectNode gateway() {
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", AdmissionCodec.API_VERSION).put("kind", AdmissionCodec.KIND);
    ObjectNode request = review.putObject("request").put("uid", "5f3c");
    request.putObject("kind").put("group", "").put("version", "v1").put("kind", "Pod");
    request.put("namespace", "shop").put("operation", "CREATE").put("dryRun", false);
    ObjectNode pod = request.putObject("object").put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject("metadata").put("generateName", "edge-");
    metadata.putObject("annotations").put(Annotations.PROFILE, "envoy");
    ObjectNode container = pod.putObject("spec").putArray("containers").addObject();
    container.put("name", "envoy").put("image", "envoyproxy/envoy:v1.36.2");
    return review;
  }

  static ObjectNode request(ObjectNode review) {
    return review.withObject("/request");
  }

  static JsonNode response(byte[] answer) throws IOException {
    return JSON.readTree(answer).path("response");
  }

  static JsonNode patch(JsonNode response) throws IOException {
    return JSON.readTree(Base64.getDecoder().decode(response.path("patch").asText()));
  }
}
