package io.ebbgate.webhook.switchover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import java.util.Optional;

/** Evicts pods: the API server refuses what a disruption budget does not allow. */
@FunctionalInterface
interface PodEviction {
  /**
   * Evicts a pod; returns why it was not, as the end of a sentence.
   *
   * @throws ForbiddenException if the user may not
   */
  Optional<String> evict(PodEntry pod) throws ForbiddenException;

  /** Through the API server, with the pod's own grace. */
  static PodEviction of(Cluster cluster) {
    return pod -> {
      String namespace = pod.pod().namespace();
      try {
        boolean evicted =
            cluster.ask(
                right(namespace),
                () -> cluster.client().pods().inNamespace(namespace).withName(pod.name()).evict());
        return evicted ? Optional.empty() : Optional.of("its disruption budget allows none now");
      } catch (ClusterException _) {
        return Optional.of("the API server does not carry it out");
      }
    };
  }

  /**
   * Asks whether the user may evict pods, before anything is done.
   *
   * @throws ForbiddenException if not; where the API server does not say, an eviction will
   */
  static void checkRight(Cluster cluster, String namespace)
      throws ForbiddenException, ClusterException {
    if (!isAllowed(cluster, namespace)) {
      throw new ForbiddenException(
          "You may not %s, which a restart needs; nothing was done.".formatted(right(namespace)));
    }
  }

  private static String right(String namespace) {
    return "create pods/eviction in namespace " + namespace;
  }

  private static boolean isAllowed(Cluster cluster, String namespace) throws ClusterException {
    ObjectNode review = JsonNodeFactory.instance.objectNode();
    review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
    review
        .putObject("spec")
        .putObject("resourceAttributes")
        .put("namespace", namespace)
        .put("verb", "create")
        .put("resource", "pods")
        .put("subresource", "eviction");
    try {
      String answer =
          cluster.ask(
              "create selfsubjectaccessreviews.authorization.k8s.io",
              () ->
                  cluster
                      .client()
                      .raw(
                          "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                          "POST",
                          review));
      return new ObjectMapper().readTree(answer).at("/status/allowed").asBoolean(true);
    } catch (ForbiddenException | JsonProcessingException _) {
      return true;
    }
  }
}
