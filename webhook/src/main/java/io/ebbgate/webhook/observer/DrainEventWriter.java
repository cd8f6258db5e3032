package io.ebbgate.webhook.observer;

import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.EventNames;
import io.ebbgate.core.termination.DrainEvent;
import io.ebbgate.core.termination.PodIdentity;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the two Events of a drain: one on the pod and one on its workload. Both carry the verdict
 * document as an annotation. Their names contain the pod's UID, so that only one replica can create
 * them.
 *
 * @param instance this replica's name, the {@code reportingInstance}
 */
record DrainEventWriter(KubernetesClient client, String instance) {
  private static final String ACTION = "Drain";
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private static final Set<String> APPS =
      Set.of("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet");

  /** Responses that a retry won't change: no permission, or a namespace that is terminating. */
  private static final Set<Integer> FINAL =
      Set.of(
          HttpURLConnection.HTTP_FORBIDDEN,
          HttpURLConnection.HTTP_NOT_FOUND,
          HttpURLConnection.HTTP_BAD_REQUEST,
          422);

  /** The result of writing the pod's Event. */
  enum Result {
    /** This replica created it. */
    CREATED,
    /** Another replica created it. */
    EXISTS,
    /** The API server refuses it. */
    REFUSED,
    /** There was no answer. */
    UNKNOWN
  }

  /**
   * Writes both Events. The workload's is also written if the pod's exists: its writer may have
   * ended between the two.
   *
   * @param again whether an earlier write got no answer, and may have been done
   */
  Result write(DrainReport report, DrainEvent event, boolean again) {
    Event onPod = event(report, event, "", pod(report.pod()));
    Result result = create(onPod);
    if (result == Result.CREATED || result == Result.EXISTS) {
      workload(report.pod())
          .ifPresent(workload -> {
            Result _ = create(event(report, event, EventNames.ON_WORKLOAD, workload));
          });
    }
    return result == Result.EXISTS && again ? creator(onPod) : result;
  }

  private Result creator(Event event) {
    try {
      Event there = client.resource(event).get();
      return there != null && instance.equals(there.getReportingInstance())
          ? Result.CREATED
          : Result.EXISTS;
    } catch (KubernetesClientException refused) {
      return FINAL.contains(refused.getCode()) ? Result.EXISTS : Result.UNKNOWN;
    }
  }

  private Result create(Event event) {
    try {
      var _ = client.resource(event).create();
      return Result.CREATED;
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return Result.EXISTS;
      }
      return FINAL.contains(refused.getCode()) ? Result.REFUSED : Result.UNKNOWN;
    }
  }

  private Event event(
      DrainReport report, DrainEvent event, String suffix, ObjectReference regarding) {
    return new EventBuilder()
        .withNewMetadata()
        .withName(EventNames.PREFIX + report.pod().uid() + suffix)
        .withNamespace(report.pod().namespace())
        .addToAnnotations(Annotations.VERDICT, VerdictJson.write(event.verdict()))
        .endMetadata()
        .withType(event.warning() ? "Warning" : "Normal")
        .withReason(event.reason().wireName())
        .withAction(ACTION)
        .withNote(event.note())
        .withRegarding(regarding)
        .withReportingController(EventNames.REPORTER)
        .withReportingInstance(instance)
        .withEventTime(new MicroTime(MICROS.format(report.at())))
        .build();
  }

  private static ObjectReference pod(PodIdentity pod) {
    return new ObjectReferenceBuilder()
        .withApiVersion("v1")
        .withKind("Pod")
        .withNamespace(pod.namespace())
        .withName(pod.name())
        .withUid(pod.uid())
        .build();
  }

  private static Optional<ObjectReference> workload(PodIdentity pod) {
    return pod.workload().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ObjectReferenceBuilder()
                .withApiVersion(APPS.contains(pod.workloadKind()) ? "apps/v1" : null)
                .withKind(pod.workloadKind())
                .withNamespace(pod.namespace())
                .withName(pod.workload())
                .build());
  }
}
