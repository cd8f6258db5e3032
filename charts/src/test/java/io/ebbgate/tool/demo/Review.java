package io.ebbgate.tool.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.webhook.patch.PatchReason;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * The API server's side of an admission review: sends the request, checks the answer's form,
 * applies the patch. The patch is applied by another implementation of RFC 6902 than the webhook's
 * own.
 */
public record Review(JsonNode patched, JsonNode patch) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Each operation with one line for its reason. Values are left out: one is a token. */
  List<String> operations() {
    return patch
        .valueStream()
        .map(each ->
            "%-7s %s%n          %s"
                .formatted(
                    each.path("op").asText(), each.path("path").asText(), PatchReason.of(each)))
        .toList();
  }

  /** The request's body for the creation of a pod. */
  static ObjectNode request(ObjectNode pod) {
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    ObjectNode request = review.putObject("request");
    request.put(
        "uid", UUID.nameUUIDFromBytes(pod.toString().getBytes(StandardCharsets.UTF_8)).toString());
    request.putObject("kind").put("group", "").put("version", "v1").put("kind", "Pod");
    request.putObject("resource").put("group", "").put("version", "v1").put("resource", "pods");
    request.put("name", "").set("namespace", pod.at("/metadata/namespace"));
    request.put("operation", "CREATE").put("dryRun", false);
    request.putObject("userInfo").put("username", "system:serviceaccount:kube-system:replicaset");
    request.set("object", pod);
    request.putNull("oldObject");
    return review;
  }

  /** The pod that the API server would store. */
  static Review answered(ObjectNode request, String answer) throws IOException {
    JsonNode response = JSON.readTree(answer).path("response");
    if (!response.path("uid").equals(request.at("/request/uid"))) {
      throw new IOException("The webhook's answer is for another request.");
    }
    if (!response.path("allowed").asBoolean()) {
      throw new IOException(
          "The webhook refused the pod: " + response.at("/status/message").asText());
    }
    if (!response.path("patchType").asText().equals("JSONPatch")) {
      throw new IOException("The webhook left the pod as it is: " + response.path("warnings"));
    }
    JsonNode patch = JSON.readTree(Base64.getDecoder().decode(response.path("patch").asText()));
    return new Review(JsonPatch.apply(patch, request.at("/request/object")), patch);
  }
}
