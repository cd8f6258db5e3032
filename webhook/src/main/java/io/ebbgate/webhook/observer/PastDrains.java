package io.ebbgate.webhook.observer;

import io.ebbgate.core.contract.EventNames;
import io.ebbgate.core.termination.NoticeText;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the Events that {@link DrainEventWriter} wrote; API servers keep them for an hour. */
public final class PastDrains {
  private static final ObjectReference NOBODY = new ObjectReferenceBuilder().build();

  private PastDrains() {}

  /** Those of a namespace, or of all of them, the newest first. */
  public static List<PastDrain> in(Cluster cluster, Optional<String> namespace)
      throws ClusterException, ForbiddenException {
    var events = cluster.client().events().v1().events();
    String where = namespace.map(" in namespace "::concat).orElse(" in all namespaces");
    return of(
        cluster.ask(
            "list events.events.k8s.io" + where,
            () ->
                (namespace.isPresent()
                        ? events.inNamespace(namespace.get())
                        : events.inAnyNamespace())
                    .withField("reportingController", EventNames.REPORTER)
                    .list()
                    .getItems()));
  }

  /** Of the two Events of a departure, one names the pod and one its workload. */
  static List<PastDrain> of(List<Event> events) {
    Map<String, ObjectReference> workloads = new HashMap<>();
    for (Event event : events) {
      String name = event.getMetadata().getName();
      if (name.endsWith(EventNames.ON_WORKLOAD) && event.getRegarding() != null) {
        String onPod = name.substring(0, name.length() - EventNames.ON_WORKLOAD.length());
        workloads.put(onPod, event.getRegarding());
      }
    }
    List<PastDrain> drains = new ArrayList<>();
    for (Event event : events) {
      drain(event, workloads.getOrDefault(event.getMetadata().getName(), NOBODY))
          .ifPresent(drains::add);
    }
    drains.sort(Comparator.comparing(PastDrain::at).reversed());
    return drains;
  }

  /** Empty for one on a workload, and for one that is not as we write them. */
  private static Optional<PastDrain> drain(Event event, ObjectReference workload) {
    ObjectReference pod = event.getRegarding();
    String name = event.getMetadata().getName();
    if (pod == null || !"Pod".equals(pod.getKind()) || !name.startsWith(EventNames.PREFIX)) {
      return Optional.empty();
    }
    PodIdentity identity =
        new PodIdentity(
            name.substring(EventNames.PREFIX.length()),
            event.getMetadata().getNamespace(),
            text(pod.getName()),
            text(workload.getKind()),
            text(workload.getName()));
    String note = text(event.getNote());
    return at(event)
        .flatMap(at ->
            NoticeText.read(note)
                .map(said -> new PastDrain(identity, at, text(event.getReason()), note, said)));
  }

  private static Optional<Instant> at(Event event) {
    try {
      return Optional.ofNullable(event.getEventTime()).map(time -> Instant.parse(time.getTime()));
    } catch (DateTimeParseException foreign) {
      return Optional.empty();
    }
  }

  private static String text(@Nullable String said) {
    return said == null ? "" : said;
  }
}
