package io.ebbgate.webhook.switchover;

import io.ebbgate.core.contract.EventNames;
import io.ebbgate.core.switchover.SwitchoverEnd;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/** Writes one Event on the workload for a switchover that did something. */
record SwitchoverEvents(Cluster cluster, InstantSource clock) {
  private static final String MOVED = "SwitchoverMoved";
  private static final String FAILED = "SwitchoverFailed";
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** Of other kinds the version is not known, and Events do without it. */
  private static final Map<String, String> VERSIONS =
      Map.of(
          "Deployment", "apps/v1",
          "ReplicaSet", "apps/v1",
          "StatefulSet", "apps/v1",
          "DaemonSet", "apps/v1",
          "Rollout", "argoproj.io/v1alpha1",
          "Pod", "v1");

  /** Kubernetes' own limit. */
  private static final int LONGEST_NOTE = 1000;

  /** Writes it; returns why it is not there, as a sentence. */
  Optional<String> write(PodIdentity one, SwitchoverRequest request, SwitchoverResult result) {
    boolean moved = result.end() == SwitchoverEnd.MOVED;
    String note = "Switchover of listener %s: %s".formatted(request.listener(), result.sentence());
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withName(EventNames.SWITCHOVER_PREFIX + request.id())
            .withNamespace(one.namespace())
            .endMetadata()
            .withType(moved ? "Normal" : "Warning")
            .withReason(moved ? MOVED : FAILED)
            .withAction("Switchover")
            .withNote(note.length() > LONGEST_NOTE ? note.substring(0, LONGEST_NOTE) : note)
            .withRegarding(workload(one))
            .withReportingController(EventNames.SWITCHOVER_REPORTER)
            .withReportingInstance(request.id())
            .withEventTime(new MicroTime(MICROS.format(clock.instant())))
            .build();
    try {
      var _ =
          cluster.ask(
              "create events.events.k8s.io in namespace " + one.namespace(),
              () -> cluster.client().resource(event).create());
      return Optional.empty();
    } catch (ClusterException | ForbiddenException e) {
      return Optional.of("No Event was written: " + e.getMessage());
    }
  }

  private static ObjectReference workload(PodIdentity one) {
    String kind = one.workload().isEmpty() ? "Pod" : one.workloadKind();
    return new ObjectReferenceBuilder()
        .withApiVersion(VERSIONS.get(kind))
        .withKind(kind)
        .withNamespace(one.namespace())
        .withName(one.workload().isEmpty() ? one.name() : one.workload())
        .build();
  }
}
