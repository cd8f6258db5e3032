package io.ebbgate.webhook.review;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.NamespaceFacts;
import io.ebbgate.core.admission.PodFacts;
import io.ebbgate.core.admission.PodFacts.ContainerFacts;
import io.ebbgate.core.admission.PodFacts.Hook;
import io.ebbgate.core.admission.ReviewBudget;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.webhook.patch.InjectionStatus;
import io.ebbgate.webhook.patch.SidecarProbes;
import io.ebbgate.webhook.patch.StrippedSidecar;
import io.ebbgate.webhook.patch.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the few facts a decision needs out of a pod's raw tree. Takes any tree. */
final class PodReader {
  private static final String MIRROR = "kubernetes.io/config.mirror";

  private PodReader() {}

  static PodFacts facts(
      AdmissionRequest request,
      NamespaceFacts namespace,
      Optional<InjectionStatus> status,
      ReviewBudget budget) {
    JsonNode pod = request.pod();
    JsonNode spec = pod.path("spec");
    Map<String, String> annotations = texts(pod.path("metadata").path("annotations"));
    boolean creating =
        request.operation().equals("CREATE") && request.kind().equals("Pod") && pod.isObject();
    return new PodFacts(
        creating,
        namespace,
        name(pod),
        texts(pod.path("metadata").path("labels")),
        annotations,
        annotations.containsKey(MIRROR),
        windows(spec),
        spec.path("restartPolicy").asText("Always").equals("Always"),
        spec.path("hostNetwork").asBoolean(),
        containers(spec, status, budget),
        status.isPresent(),
        status.flatMap(_ -> sidecar(pod)),
        status.isPresent() && SidecarProbes.in(pod),
        Tree.grace(pod));
  }

  private static String name(JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    return metadata.path("name").asText(metadata.path("generateName").asText());
  }

  private static boolean windows(JsonNode spec) {
    return spec.path("os").path("name").asText().equals("windows")
        || spec.path("nodeSelector").path("kubernetes.io/os").asText().equals("windows");
  }

  private static List<ContainerFacts> containers(
      JsonNode spec, Optional<InjectionStatus> status, ReviewBudget budget) {
    List<ContainerFacts> containers = new ArrayList<>();
    for (JsonNode each : Tree.objects(spec.path("containers"))) {
      budget.check();
      String name = each.path("name").asText();
      if (!name.equals(Containers.SIDECAR)) {
        List<String> arguments = new ArrayList<>();
        each.path("command").forEach(word -> arguments.add(word.asText()));
        each.path("args").forEach(word -> arguments.add(word.asText()));
        boolean slept = status.filter(found -> found.addedSleepTo(name)).isPresent();
        containers.add(
            new ContainerFacts(name, each.path("image").asText(), arguments, hook(each, slept)));
      }
    }
    return containers;
  }

  /**
   * Whose hook it is: ours has our header, or is the sleep that the status annotation records. With
   * another handler beside it, as Istio merges them, it is a foreign hook.
   */
  private static Hook hook(JsonNode container, boolean slept) {
    JsonNode hook = container.path("lifecycle").path("preStop");
    boolean ours =
        hook.at("/httpGet/httpHeaders/0/name").asText().equals(Headers.TOKEN)
            || (slept && hook.has("sleep"));
    if (!hook.isObject() || hook.isEmpty()) {
      return Hook.NONE;
    }
    return ours && hook.size() == 1 ? Hook.OURS : Hook.FOREIGN;
  }

  /** The style that the pod has, or has to have, which may differ from the configured one. */
  private static Optional<SidecarStyle> sidecar(JsonNode pod) {
    if (StrippedSidecar.in(pod)) {
      return Optional.of(SidecarStyle.CLASSIC);
    }
    JsonNode first = pod.path("spec").path("initContainers");
    JsonNode sidecar = first.path(Tree.indexOf(first, Containers.SIDECAR));
    if (sidecar.path("restartPolicy").asText().equals("Always")) {
      return Optional.of(SidecarStyle.NATIVE);
    }
    return Tree.indexOf(pod.path("spec").path("containers"), Containers.SIDECAR) < 0
        ? Optional.empty()
        : Optional.of(SidecarStyle.CLASSIC);
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new HashMap<>();
    object.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
    return texts;
  }
}
