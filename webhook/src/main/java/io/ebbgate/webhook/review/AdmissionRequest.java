package io.ebbgate.webhook.review;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a review reads of an admission request.
 *
 * @param uid identifies the request, a random one of the API server's; empty where a pod came by no
 *     request
 * @param operation of the request, {@code CREATE}
 * @param kind of the request, {@code Pod}
 * @param namespace of the request; the pod's own may be empty
 * @param privileged the namespace is known to allow privileged pods
 * @param pod the raw tree; null or missing where there is none
 */
public record AdmissionRequest(
    String uid, String operation, String kind, String namespace, boolean privileged, JsonNode pod) {
  /** In a namespace of which nothing is known. */
  public AdmissionRequest(
      String uid, String operation, String kind, String namespace, JsonNode pod) {
    this(uid, operation, kind, namespace, false, pod);
  }

  /** The same in a namespace that is known to allow privileged pods. */
  public AdmissionRequest inPrivilegedNamespace() {
    return new AdmissionRequest(uid, operation, kind, namespace, true, pod);
  }

  public AdmissionRequest {
    requireNonNull(uid);
    requireNonNull(operation);
    requireNonNull(kind);
    requireNonNull(namespace);
    requireNonNull(pod);
  }
}
