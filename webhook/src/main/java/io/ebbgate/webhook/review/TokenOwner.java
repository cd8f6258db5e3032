package io.ebbgate.webhook.review;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.webhook.patch.InjectionStatus;
import java.util.Optional;

/**
 * What a token belongs to. It is known to those who may read the pod or its controller and to no
 * other client of the webhook, so that none gets a pod's token by forging its review.
 */
sealed interface TokenOwner {
  /** The pod's controller, the same for all of its replicas. */
  record Controller(String uid) implements TokenOwner {}

  /** A pod without a controller, by a random text that its status annotation keeps. */
  record SinglePod(String nonce) implements TokenOwner {}

  /**
   * The owner of a reviewed pod's token. The nonce of a single pod is the one of an earlier review
   * of it, which a webhook called again sees, else the UID of this request.
   */
  static TokenOwner of(AdmissionRequest request, Optional<InjectionStatus> status) {
    for (JsonNode owner : request.pod().path("metadata").path("ownerReferences")) {
      String uid = owner.path("uid").asText();
      if (owner.path("controller").asBoolean() && !uid.isEmpty()) {
        return new Controller(uid);
      }
    }
    return new SinglePod(status.flatMap(InjectionStatus::nonce).orElse(request.uid()));
  }
}
