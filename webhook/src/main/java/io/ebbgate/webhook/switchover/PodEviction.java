package io.ebbgate.webhook.switchover;

import io.ebbgate.webhook.cluster.Cluster;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** Evicts pods: the API server refuses what a disruption budget does not allow. */
@FunctionalInterface
interface PodEviction {
  /** Evicts a pod; returns why it was not, as the end of a sentence. */
  Optional<String> evict(PodEntry pod);

  /** Through the API server, with the pod's own grace. */
  static PodEviction of(Cluster cluster) {
    return pod -> {
      try {
        boolean evicted =
            cluster.client().pods().inNamespace(pod.pod().namespace()).withName(pod.name()).evict();
        return evicted ? Optional.empty() : Optional.of("its disruption budget allows none now");
      } catch (KubernetesClientException e) {
        return Optional.of(
            switch (e.getCode()) {
              case 429 -> "its disruption budget allows none now";
              case 403 -> "you may not create pods/eviction";
              default -> "the API server does not carry it out";
            });
      }
    };
  }
}
