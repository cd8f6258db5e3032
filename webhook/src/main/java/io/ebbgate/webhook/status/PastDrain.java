package io.ebbgate.webhook.status;

import static java.util.Objects.requireNonNullElse;

import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.EventNames;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.observer.VerdictJson;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The drain of a deleted pod, read from the Event that the observer published for it. API servers
 * keep Events for an hour.
 *
 * @param at when the termination was observed
 * @param verdict the document in the Event's annotation
 */
public record PastDrain(PodIdentity pod, Instant at, Verdict verdict) {
  private static final ObjectReference NO_WORKLOAD = new ObjectReferenceBuilder().build();

  /** Lists the drains of the selected pods, newest first. */
  public static List<PastDrain> list(Cluster cluster, PodSelector selector)
      throws ClusterException, ForbiddenException {
    var events = cluster.client().events().v1().events();
    List<Event> found =
        cluster.ask(
            "list events.events.k8s.io" + selector.inNamespace(),
            () ->
                (selector.namespace().isPresent()
                        ? events.inNamespace(selector.namespace().get())
                        : events.inAnyNamespace())
                    .withField("reportingController", EventNames.REPORTER)
                    .list()
                    .getItems());
    return of(found).stream().filter(drain -> selector.matches(drain.pod())).toList();
  }

  /** Joins the two Events of a drain: one regards the pod, the other its workload. */
  static List<PastDrain> of(List<Event> events) {
    Map<String, ObjectReference> workloads = new HashMap<>();
    for (Event event : events) {
      String name = event.getMetadata().getName();
      if (name.endsWith(EventNames.ON_WORKLOAD) && event.getRegarding() != null) {
        String onPod = name.substring(0, name.length() - EventNames.ON_WORKLOAD.length());
        workloads.put(onPod, event.getRegarding());
      }
    }
    return events.stream()
        .flatMap(event ->
            drain(event, workloads.getOrDefault(event.getMetadata().getName(), NO_WORKLOAD))
                .stream())
        .sorted(Comparator.comparing(PastDrain::at).reversed())
        .toList();
  }

  /** Empty for an Event that regards a workload or that Ebbgate did not write. */
  private static Optional<PastDrain> drain(Event event, ObjectReference workload) {
    ObjectReference pod = event.getRegarding();
    String name = event.getMetadata().getName();
    if (pod == null || !"Pod".equals(pod.getKind()) || !isNamedAfter(pod.getUid(), name)) {
      return Optional.empty();
    }
    PodIdentity identity =
        new PodIdentity(
            pod.getUid(),
            event.getMetadata().getNamespace(),
            requireNonNullElse(pod.getName(), ""),
            requireNonNullElse(workload.getKind(), ""),
            requireNonNullElse(workload.getName(), ""));
    return eventTime(event)
        .flatMap(at ->
            annotation(event)
                .flatMap(VerdictJson::read)
                .map(verdict -> new PastDrain(identity, at, verdict)));
  }

  private static boolean isNamedAfter(@Nullable String uid, String name) {
    String first = EventNames.PREFIX + uid;
    return uid != null && (name.equals(first) || name.equals(first + EventNames.NAME_TAKEN));
  }

  private static Optional<String> annotation(Event event) {
    return Optional.ofNullable(event.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(Annotations.VERDICT));
  }

  private static Optional<Instant> eventTime(Event event) {
    try {
      return Optional.ofNullable(event.getEventTime()).map(time -> Instant.parse(time.getTime()));
    } catch (DateTimeParseException foreign) {
      return Optional.empty();
    }
  }
}
