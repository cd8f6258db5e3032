package io.ebbgate.webhook.observer;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.termination.PodSnapshot;
import io.ebbgate.core.termination.ReplicaSetOwner;
import io.ebbgate.core.termination.SidecarEnd;
import io.ebbgate.core.verdict.Verdict;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a {@link PodSnapshot} from a pod. */
public final class PodSnapshots {
  private static final long DEFAULT_GRACE_SECONDS = 30;

  /** A container may end this long after the grace period; the rest is clocks and rounding. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private PodSnapshots() {}

  /** The snapshot of this pod now. */
  public static PodSnapshot of(Pod pod) {
    Long own = pod.getSpec().getTerminationGracePeriodSeconds();
    Duration grace = seconds(own == null ? DEFAULT_GRACE_SECONDS : own);
    return new PodSnapshot(
        identity(pod.getMetadata()),
        Readiness.isPodReady(pod),
        granted(pod.getMetadata()),
        hasEnded(pod.getStatus().getPhase()),
        grace,
        PodRegistration.of(pod),
        ended(pod)
            .map(end ->
                new SidecarEnd(
                    instant(end.getFinishedAt()),
                    verdict(end).map(read -> read.heldAtMost(grace.plus(MARGIN))))));
  }

  /** Whether a pod of this phase has ended without being deleted. */
  static boolean hasEnded(@Nullable String phase) {
    return phase != null && ENDED.contains(phase);
  }

  static PodIdentity identity(ObjectMeta metadata) {
    Optional<OwnerReference> owner =
        metadata.getOwnerReferences().stream()
            .filter(each -> Boolean.TRUE.equals(each.getController()))
            .findFirst();
    String kind = owner.map(OwnerReference::getKind).orElse("");
    String name = owner.map(OwnerReference::getName).orElse("");
    @Nullable Map<String, String> labels = metadata.getLabels();
    Optional<ReplicaSetOwner> above =
        kind.equals("ReplicaSet")
            ? ReplicaSetOwner.of(
                name, label -> labels == null ? "" : labels.getOrDefault(label, ""))
            : Optional.empty();
    return new PodIdentity(
        metadata.getUid(),
        metadata.getNamespace(),
        metadata.getName(),
        above.map(ReplicaSetOwner::kind).orElse(kind),
        above.map(ReplicaSetOwner::name).orElse(name));
  }

  private static Optional<Duration> granted(ObjectMeta metadata) {
    if (metadata.getDeletionTimestamp() == null) {
      return Optional.empty();
    }
    Long grace = metadata.getDeletionGracePeriodSeconds();
    return Optional.of(seconds(grace == null ? 0 : grace));
  }

  /** The API server takes a grace period of any length; no drain needs more than a day. */
  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(Math.clamp(seconds, 0, DurationText.LONGEST.toSeconds()));
  }

  /** The end of a sidecar that is not restarted; {@code lastState} is that of an earlier run. */
  private static Optional<ContainerStateTerminated> ended(Pod pod) {
    return PodSidecar.status(pod).map(ContainerStatus::getState).map(ContainerState::getTerminated);
  }

  private static Optional<Verdict> verdict(ContainerStateTerminated end) {
    return Optional.ofNullable(end.getMessage()).flatMap(VerdictJson::readSidecars);
  }

  /** Parses a time of the API server. */
  static Optional<Instant> instant(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeParseException foreign) {
      return Optional.empty();
    }
  }
}
