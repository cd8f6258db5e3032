package io.ebbgate.webhook.observer;

import io.ebbgate.core.termination.LastWord;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.termination.PodSnapshot;
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

/** What a pod of the API server's says of its leaving. */
public final class PodSights {
  private static final long USUAL_GRACE = 30;
  private static final Set<String> OVER = Set.of("Succeeded", "Failed");
  private static final String TEMPLATE_HASH = "pod-template-hash";

  private PodSights() {}

  public static PodSnapshot of(Pod pod) {
    Long own = pod.getSpec().getTerminationGracePeriodSeconds();
    return new PodSnapshot(
        identity(pod.getMetadata()),
        Readiness.isPodReady(pod),
        granted(pod.getMetadata()),
        isOver(pod.getStatus().getPhase()),
        Duration.ofSeconds(own == null ? USUAL_GRACE : own),
        end(pod).flatMap(PodSights::word),
        end(pod).map(ContainerStateTerminated::getFinishedAt).flatMap(PodSights::instant));
  }

  /** Whether a pod of this phase is over without having been deleted. */
  static boolean isOver(@Nullable String phase) {
    return phase != null && OVER.contains(phase);
  }

  static PodIdentity identity(ObjectMeta metadata) {
    Optional<OwnerReference> owner =
        metadata.getOwnerReferences().stream()
            .filter(each -> Boolean.TRUE.equals(each.getController()))
            .findFirst();
    String kind = owner.map(OwnerReference::getKind).orElse("");
    String name = owner.map(OwnerReference::getName).orElse("");
    Map<String, String> labels = metadata.getLabels();
    String suffix = "-" + (labels == null ? "" : labels.getOrDefault(TEMPLATE_HASH, ""));
    if (kind.equals("ReplicaSet") && suffix.length() > 1 && name.endsWith(suffix)) {
      kind = "Deployment";
      name = name.substring(0, name.length() - suffix.length());
    }
    return new PodIdentity(
        metadata.getUid(), metadata.getNamespace(), metadata.getName(), kind, name);
  }

  private static Optional<Duration> granted(ObjectMeta metadata) {
    if (metadata.getDeletionTimestamp() == null) {
      return Optional.empty();
    }
    Long grace = metadata.getDeletionGracePeriodSeconds();
    return Optional.of(Duration.ofSeconds(grace == null ? 0 : grace));
  }

  /** Of a sidecar that ended; what one left that was started again is not its last. */
  private static Optional<ContainerStateTerminated> end(Pod pod) {
    return PodSidecar.status(pod).map(ContainerStatus::getState).map(ContainerState::getTerminated);
  }

  private static Optional<LastWord> word(ContainerStateTerminated end) {
    return LastWords.read(String.valueOf(end.getMessage()));
  }

  /** As the API server writes it. */
  static Optional<Instant> instant(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeParseException foreign) {
      return Optional.empty();
    }
  }
}
