package io.ebbgate.webhook.observer;

import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.EventNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.termination.ConfigurationDrain;
import io.ebbgate.core.termination.DrainEvent;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.termination.Termination;
import io.ebbgate.core.verdict.Verdict;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Writes Events of drains. A termination has two: one on the pod and one on its workload. Both
 * carry the verdict document as an annotation. Their names contain the pod's UID, so that only one
 * replica can create them. A user who may create Events in a namespace can take the name: an Event
 * that no replica can have written is left alone, and ours has a second name; where that is taken
 * too, the drain counts as one whose Event was refused.
 *
 * @param instance this replica's name, the {@code reportingInstance}
 */
record DrainEventWriter(KubernetesClient client, String instance) {
  private static final String ACTION = "Drain";
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** Of other kinds the version is not known, and Events do without it. */
  private static final Map<String, String> VERSIONS =
      Map.of(
          "Deployment", "apps/v1",
          "ReplicaSet", "apps/v1",
          "StatefulSet", "apps/v1",
          "DaemonSet", "apps/v1",
          "Rollout", "argoproj.io/v1alpha1");

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
    /** The name has an Event that no replica wrote. */
    FOREIGN,
    /** The API server refuses it. */
    REFUSED,
    /** There was no answer. */
    UNKNOWN
  }

  /**
   * The result of writing both Events.
   *
   * @param foreign whether the first name has an Event that no replica wrote
   */
  record Written(Result result, boolean foreign) {}

  /**
   * Writes both Events. The workload's is also written if the pod's exists: its writer may have
   * ended between the two.
   *
   * @param again whether an earlier write got no answer, and may have been done
   */
  Written write(DrainReport report, DrainEvent event, boolean again) {
    Result first = write(report, event, again, "");
    if (first != Result.FOREIGN) {
      return new Written(first, false);
    }
    Result second = write(report, event, again, EventNames.NAME_TAKEN);
    return new Written(second == Result.FOREIGN ? Result.REFUSED : second, true);
  }

  private Result write(DrainReport report, DrainEvent event, boolean again, String suffix) {
    Result result = write(report, event(report, event, suffix, pod(report.pod())), again);
    if (result == Result.CREATED || result == Result.EXISTS) {
      workload(report.pod())
          .map(workload -> event(report, event, suffix + EventNames.ON_WORKLOAD, workload))
          .ifPresent(this::create);
    }
    return result;
  }

  private Result write(DrainReport report, Event event, boolean again) {
    Result result = create(event);
    if (result != Result.EXISTS) {
      return result;
    }
    try {
      Event there = client.resource(event).get();
      if (there == null) {
        return Result.UNKNOWN;
      }
      if (!isSameDrain(report, event, there)) {
        return Result.FOREIGN;
      }
      return again && instance.equals(there.getReportingInstance())
          ? Result.CREATED
          : Result.EXISTS;
    } catch (KubernetesClientException refused) {
      return FINAL.contains(refused.getCode()) ? Result.EXISTS : Result.UNKNOWN;
    }
  }

  /**
   * Whether another replica may have written that Event. Another replica saw the same drain, unless
   * one of both missed the end of it: then that one knows less.
   */
  private static boolean isSameDrain(DrainReport report, Event ours, Event there) {
    ObjectReference regarding = there.getRegarding();
    if (regarding == null
        || !Objects.equals(regarding.getUid(), ours.getRegarding().getUid())
        || !Objects.equals(regarding.getKind(), ours.getRegarding().getKind())
        || !Objects.equals(regarding.getName(), ours.getRegarding().getName())
        || !EventNames.REPORTER.equals(there.getReportingController())
        || there.getReportingInstance() == null) {
      return false;
    }
    Optional<Verdict> mine = verdict(ours);
    return (report.termination() instanceof Termination.Lost(boolean unseen) && unseen)
        || verdict(there)
            .filter(theirs -> mine.filter(each -> agree(each, theirs)).isPresent())
            .isPresent();
  }

  private static Optional<Verdict> verdict(Event event) {
    return Optional.ofNullable(event.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(Annotations.VERDICT))
        .flatMap(VerdictJson::read);
  }

  private static boolean agree(Verdict one, Verdict other) {
    boolean sameStart = startedAt(one).equals(startedAt(other));
    boolean oneKilled = one.outcome() == Outcome.KILLED || other.outcome() == Outcome.KILLED;
    return sameStart && (one.outcome() == other.outcome() || oneKilled);
  }

  private static Optional<Instant> startedAt(Verdict verdict) {
    return verdict.drain().map(drain -> drain.timing().startedAt());
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

  /**
   * Writes the Event of a configuration's update that cut connections of a pod. Its name contains
   * the pod's UID and the update's end, so that it is created once.
   */
  Result write(
      PodIdentity pod, ConfigurationDrain.ConnectionsCut cut, String listeners, Instant at) {
    return create(
        new EventBuilder()
            .withNewMetadata()
            .withName(
                "%s%s-%d"
                    .formatted(
                        EventNames.LISTENERS_PREFIX, pod.uid(), cut.endedAt().toEpochMilli()))
            .withNamespace(pod.namespace())
            .addToAnnotations(Annotations.LISTENER_DRAINS, listeners)
            .endMetadata()
            .withType("Warning")
            .withReason(DrainEvent.Reason.LISTENER_DRAIN_FORCED.wireName())
            .withAction(ACTION)
            .withNote(cut.note())
            .withRegarding(pod(pod))
            .withReportingController(EventNames.REPORTER)
            .withReportingInstance(instance)
            .withEventTime(new MicroTime(MICROS.format(at)))
            .build());
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
                .withApiVersion(VERSIONS.get(pod.workloadKind()))
                .withKind(pod.workloadKind())
                .withNamespace(pod.namespace())
                .withName(pod.workload())
                .build());
  }
}
