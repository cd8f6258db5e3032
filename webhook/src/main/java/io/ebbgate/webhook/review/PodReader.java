package io.ebbgate.webhook.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.PodFacts;
import io.ebbgate.core.admission.PodFacts.ContainerFacts;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.webhook.patch.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the few facts a decision needs out of a pod's raw tree. Takes any tree. */
final class PodReader {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String MIRROR = "kubernetes.io/config.mirror";

  private PodReader() {}

  static PodFacts facts(PodReview review) {
    JsonNode pod = review.pod();
    JsonNode spec = pod.path("spec");
    Map<String, String> annotations = texts(pod.path("metadata").path("annotations"));
    Optional<JsonNode> status = status(annotations);
    boolean creating =
        review.operation().equals("CREATE") && review.kind().equals("Pod") && pod.isObject();
    return new PodFacts(
        creating,
        review.namespace(),
        name(pod),
        texts(pod.path("metadata").path("labels")),
        annotations,
        annotations.containsKey(MIRROR),
        windows(spec),
        spec.path("restartPolicy").asText("Always").equals("Always"),
        spec.path("hostNetwork").asBoolean(),
        containers(spec, status),
        status.map(mark -> mark.path("hash").asText()),
        Tree.grace(pod));
  }

  /** Who made the pod, the same for all its replicas; its own name where nobody did. */
  static String owner(JsonNode pod) {
    for (JsonNode owner : pod.path("metadata").path("ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        return owner.path("kind").asText() + "/" + owner.path("name").asText();
      }
    }
    return "Pod/" + name(pod);
  }

  private static String name(JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    return metadata.path("name").asText(metadata.path("generateName").asText());
  }

  private static boolean windows(JsonNode spec) {
    return spec.path("os").path("name").asText().equals("windows")
        || spec.path("nodeSelector").path("kubernetes.io/os").asText().equals("windows");
  }

  private static List<ContainerFacts> containers(JsonNode spec, Optional<JsonNode> status) {
    List<ContainerFacts> containers = new ArrayList<>();
    for (JsonNode each : Tree.objects(spec.path("containers"))) {
      String name = each.path("name").asText();
      if (!name.equals(Containers.SIDECAR)) {
        List<String> arguments = new ArrayList<>();
        each.path("command").forEach(word -> arguments.add(word.asText()));
        each.path("args").forEach(word -> arguments.add(word.asText()));
        boolean slept = status.filter(mark -> sleeping(mark, name)).isPresent();
        containers.add(
            new ContainerFacts(name, each.path("image").asText(), arguments, hook(each, slept)));
      }
    }
    return containers;
  }

  /**
   * A hook that we did not add: ours carries our header, or is the sleep that the mark tells of.
   */
  private static boolean hook(JsonNode container, boolean slept) {
    JsonNode hook = container.path("lifecycle").path("preStop");
    boolean ours =
        hook.at("/httpGet/httpHeaders/0/name").asText().equals(Headers.TOKEN)
            || (slept && hook.has("sleep"));
    return hook.isObject() && !hook.isEmpty() && !ours;
  }

  private static boolean sleeping(JsonNode mark, String container) {
    return mark.path("mode").asText().equals(Mode.SLEEP.word())
        && mark.path("container").asText().equals(container);
  }

  /** What we wrote into the pod, if we did; a missing node where it is not ours. */
  private static Optional<JsonNode> status(Map<String, String> annotations) {
    String status = annotations.getOrDefault(Annotations.STATUS, "");
    if (status.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readTree(status));
    } catch (JsonProcessingException notOurs) {
      return Optional.of(MAPPER.missingNode());
    }
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new HashMap<>();
    object.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
    return texts;
  }
}
