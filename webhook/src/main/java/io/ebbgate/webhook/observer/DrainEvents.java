package io.ebbgate.webhook.observer;

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
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the Events of a departure: one on the pod, and one on the workload that it was a part of.
 * Their names are made from the pod's UID, so that the API server refuses the second of two
 * writers.
 *
 * @param instance who writes, for whoever reads the Event
 */
record DrainEvents(KubernetesClient client, String instance) {
  private static final String ACTION = "Drain";
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private static final Set<String> APPS =
      Set.of("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet");

  /** An API server that says so won't say otherwise later: no right, or a namespace that goes. */
  private static final Set<Integer> FINAL =
      Set.of(
          HttpURLConnection.HTTP_FORBIDDEN,
          HttpURLConnection.HTTP_NOT_FOUND,
          HttpURLConnection.HTTP_BAD_REQUEST,
          422);

  /** What became of the first. */
  enum Written {
    /** It is there, and we wrote it. */
    OURS,
    /** It was there. */
    ANOTHERS,
    /** The API server won't have it. */
    REFUSED,
    /** It could not be asked. */
    NOT_YET
  }

  /**
   * Writes them. Whoever finds the first writes the second, too: its writer may not have come to
   * that.
   *
   * @param again whether they may be there since an answer to us was lost
   */
  Written write(Telling telling, DrainEvent notice, boolean again) {
    Event first = event(telling, notice, "", pod(telling.pod()));
    Written written = create(first);
    if (written == Written.OURS || written == Written.ANOTHERS) {
      workload(telling.pod())
          .ifPresent(workload -> {
            Written _ = create(event(telling, notice, EventNames.ON_WORKLOAD, workload));
          });
    }
    return written == Written.ANOTHERS && again ? whose(first) : written;
  }

  private Written whose(Event event) {
    try {
      Event there = client.resource(event).get();
      return there != null && instance.equals(there.getReportingInstance())
          ? Written.OURS
          : Written.ANOTHERS;
    } catch (KubernetesClientException refused) {
      return FINAL.contains(refused.getCode()) ? Written.ANOTHERS : Written.NOT_YET;
    }
  }

  private Written create(Event event) {
    try {
      var _ = client.resource(event).create();
      return Written.OURS;
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return Written.ANOTHERS;
      }
      return FINAL.contains(refused.getCode()) ? Written.REFUSED : Written.NOT_YET;
    }
  }

  private Event event(Telling telling, DrainEvent notice, String of, ObjectReference regarding) {
    return new EventBuilder()
        .withNewMetadata()
        .withName(EventNames.PREFIX + telling.pod().uid() + of)
        .withNamespace(telling.pod().namespace())
        .endMetadata()
        .withType(notice.warning() ? "Warning" : "Normal")
        .withReason(notice.reason().wireName())
        .withAction(ACTION)
        .withNote(notice.note())
        .withRegarding(regarding)
        .withReportingController(EventNames.REPORTER)
        .withReportingInstance(instance)
        .withEventTime(micro(telling.at()))
        .build();
  }

  private static MicroTime micro(Instant at) {
    return new MicroTime(MICROS.format(at));
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
