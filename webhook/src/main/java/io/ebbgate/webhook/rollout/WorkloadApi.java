package io.ebbgate.webhook.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.termination.PodSnapshot;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ClusterObjects;
import io.ebbgate.webhook.cluster.ClusterObjects.Resource;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.observer.PodSnapshots;
import io.ebbgate.webhook.status.PastDrain;
import io.ebbgate.webhook.status.PodSelector;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a test asks of the API server and changes there. */
final class WorkloadApi {
  private static final String APPS = "apis/apps/v1";
  private static final Map<String, Resource> RESOURCES =
      Map.of(
          "Deployment", new Resource(APPS, "deployments", "Deployment"),
          "DaemonSet", new Resource(APPS, "daemonsets", "DaemonSet"),
          "StatefulSet", new Resource(APPS, "statefulsets", "StatefulSet"));

  /** Of workloads that can be tested, in the order in which one of any kind is looked for. */
  static final List<String> KINDS = List.of("Deployment", "DaemonSet", "StatefulSet");

  private static final Resource SERVICES = new Resource("api/v1", "services", "Service");
  private static final Resource NODES = new Resource("api/v1", "nodes", "Node");
  private static final Resource NAMESPACES = new Resource("api/v1", "namespaces", "Namespace");

  private final Cluster cluster;

  WorkloadApi(Cluster cluster) {
    this.cluster = cluster;
  }

  /** The kubeconfig's context; empty in a pod. */
  String context() {
    return Optional.ofNullable(cluster.client().getConfiguration().getCurrentContext())
        .map(NamedContext::getName)
        .orElse("");
  }

  /** The workload; one of any kind has the first kind that there is. */
  Optional<TestedWorkload> find(String namespace, PodSelector.Workload wanted)
      throws ClusterException, ForbiddenException {
    for (String kind : KINDS) {
      if (wanted.kind().isEmpty() || wanted.kind().equals(kind)) {
        Optional<TestedWorkload> found =
            ClusterObjects.get(cluster, resource(kind), namespace, wanted.name())
                .map(tree -> new TestedWorkload(kind, namespace, wanted.name(), tree));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** The same with its pods. */
  Optional<WorkloadState> state(String namespace, PodSelector.Workload wanted)
      throws ClusterException, ForbiddenException {
    Optional<TestedWorkload> found = find(namespace, wanted);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(new WorkloadState(found.get(), pods(found.get())));
  }

  private static Resource resource(String kind) {
    return Optional.ofNullable(RESOURCES.get(kind))
        .orElseThrow(() -> new IllegalArgumentException(kind));
  }

  List<JsonNode> services(String namespace) throws ClusterException, ForbiddenException {
    return new ClusterObjects(cluster, Optional.of(namespace)).list(SERVICES);
  }

  /** None where the user may not list them. */
  List<JsonNode> nodes() throws ClusterException {
    try {
      return new ClusterObjects(cluster, Optional.empty()).list(NODES);
    } catch (ForbiddenException _) {
      return List.of();
    }
  }

  /** The namespace; empty where the user may not read it. */
  Optional<JsonNode> namespace(String name) throws ClusterException {
    try {
      return ClusterObjects.get(cluster, NAMESPACES, name);
    } catch (ForbiddenException _) {
      return Optional.empty();
    }
  }

  List<SeenPod> pods(TestedWorkload workload) throws ClusterException, ForbiddenException {
    PodSelector selector = selector(workload);
    List<Pod> found =
        cluster.ask(
            "list pods in namespace " + workload.namespace(),
            () ->
                cluster
                    .client()
                    .pods()
                    .inNamespace(workload.namespace())
                    .withLabels(workload.selector())
                    .list()
                    .getItems());
    return found.stream().flatMap(pod -> seen(pod, selector).stream()).toList();
  }

  private static Optional<SeenPod> seen(Pod pod, PodSelector selector) {
    PodSnapshot snapshot = PodSnapshots.of(pod);
    Map<String, String> labels =
        Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of());
    return selector.matches(snapshot.pod()) && !snapshot.ended()
        ? Optional.of(
            new SeenPod(
                snapshot.pod().uid(),
                snapshot.pod().name(),
                snapshot.ready(),
                snapshot.grantedGrace().isPresent(),
                "true".equals(labels.get(Labels.INJECTED)),
                snapshot.verdict().map(WorkloadApi::outcome)))
        : Optional.empty();
  }

  /** Of a sidecar that ended before its drain did, what the observer would say. */
  private static Outcome outcome(Verdict verdict) {
    return verdict.provisional() ? Outcome.KILLED : verdict.outcome();
  }

  private static PodSelector selector(TestedWorkload workload) {
    return new PodSelector(
        Optional.of(workload.namespace()),
        Optional.of(new PodSelector.Workload(workload.kind(), workload.name())));
  }

  /** Verdicts that the observer published, by the pods' UIDs. */
  Map<String, Outcome> verdicts(TestedWorkload workload)
      throws ClusterException, ForbiddenException {
    return PastDrain.list(cluster, selector(workload)).stream()
        .collect(
            Collectors.toMap(
                each -> each.pod().uid(), each -> each.verdict().outcome(), (newest, _) -> newest));
  }

  /** Begins the replacement. */
  void replace(TestedWorkload workload, RolloutMethod method, List<SeenPod> pods, Instant now)
      throws ClusterException, ForbiddenException {
    switch (method) {
      case RESTART -> restart(workload, now);
      case DELETE_ALL -> delete(workload, pods);
    }
  }

  /** As kubectl does: a change of an annotation of the template. */
  private void restart(TestedWorkload workload, Instant now)
      throws ClusterException, ForbiddenException {
    String patch =
        """
        {"spec":{"template":{"metadata":{"annotations":\
        {"kubectl.kubernetes.io/restartedAt":"%s"}}}}}\
        """
            .formatted(now);
    Resource resource = resource(workload.kind());
    ResourceDefinitionContext kind =
        new ResourceDefinitionContext.Builder()
            .withGroup("apps")
            .withVersion("v1")
            .withKind(workload.kind())
            .withPlural(resource.plural())
            .withNamespaced(true)
            .build();
    change(
        "patch " + resource.plural() + " in namespace " + workload.namespace(),
        client ->
            client
                .client()
                .genericKubernetesResources(kind)
                .inNamespace(workload.namespace())
                .withName(workload.name())
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch));
  }

  /** One that is gone already, or whose name another has, is left alone. */
  private void delete(TestedWorkload workload, List<SeenPod> pods)
      throws ClusterException, ForbiddenException {
    for (SeenPod pod : pods) {
      change(
          "delete pods in namespace " + workload.namespace(),
          client -> delete(client, workload.namespace(), pod));
    }
  }

  private static Optional<String> delete(Cluster cluster, String namespace, SeenPod pod) {
    String uri = "/api/v1/namespaces/%s/pods/%s".formatted(namespace, pod.name());
    Map<String, Object> options =
        Map.of(
            "apiVersion", "v1",
            "kind", "DeleteOptions",
            "preconditions", Map.of("uid", pod.uid()));
    try {
      return Optional.ofNullable(cluster.client().raw(uri, "DELETE", options));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void change(String right, Function<Cluster, ?> call)
      throws ClusterException, ForbiddenException {
    var _ = cluster.ask(right, () -> Optional.ofNullable(call.apply(cluster)));
  }
}
