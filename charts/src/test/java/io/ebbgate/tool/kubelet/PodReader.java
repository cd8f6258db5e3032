package io.ebbgate.tool.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a pod as the kubelet gets it, and refuses what can't be run here. */
final class PodReader {
  private static final long DEFAULT_GRACE = 30;
  private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([^)]*)\\)");

  private final JsonNode pod;
  private final PodSandbox sandbox;
  private final Duration grace;

  private PodReader(JsonNode pod, PodSandbox sandbox) {
    this.pod = pod;
    this.sandbox = sandbox;
    JsonNode spec = pod.path("spec");
    grace = Duration.ofSeconds(spec.path("terminationGracePeriodSeconds").asLong(DEFAULT_GRACE));
  }

  static PodSpec read(JsonNode pod, PodSandbox sandbox) throws RefusedPodException {
    return new PodReader(pod, sandbox).spec();
  }

  private PodSpec spec() throws RefusedPodException {
    JsonNode spec = pod.path("spec");
    SupportedFields.POD.check(spec, "spec");
    if (!spec.path("restartPolicy").asText("Always").equals("Always")) {
      throw new RefusedPodException("spec.restartPolicy is not Always; only gateways are run.");
    }
    List<PodSpec.Container> containers = new ArrayList<>();
    for (JsonNode each : spec.path("initContainers")) {
      requireAlways(each, "", "init container %s runs to its end, which is not done here.");
      containers.add(container(each, true));
    }
    if (spec.path("containers").isEmpty()) {
      throw new RefusedPodException("spec has no containers.");
    }
    for (JsonNode each : spec.path("containers")) {
      requireAlways(each, "Always", "container %s is not restarted always; only gateways are run.");
      containers.add(container(each, false));
    }
    return new PodSpec(
        pod.path("metadata").path("name").asText(), sandbox.address(), grace, containers);
  }

  private static void requireAlways(JsonNode container, String fallback, String refusal)
      throws RefusedPodException {
    if (!container.path("restartPolicy").asText(fallback).equals("Always")) {
      throw new RefusedPodException(refusal.formatted(container.path("name").asText()));
    }
  }

  private PodSpec.Container container(JsonNode each, boolean sidecar) throws RefusedPodException {
    String name = each.path("name").asText();
    SupportedFields.CONTAINER.check(each, "container " + name);
    mounts(each);
    Map<String, String> environment = environment(each);
    List<String> command = new ArrayList<>(image(each));
    if (each.has("command")) {
      command.clear();
    }
    for (String part : List.of("command", "args")) {
      each.path(part).forEach(word -> command.add(expand(word.asText(), environment)));
    }
    environment.putAll(sandbox.substitutes(name));
    HandlerReader handlers = new HandlerReader(each, sandbox.address().getHostAddress(), grace);
    return new PodSpec.Container(
        name,
        sidecar,
        command,
        environment,
        handlers.preStop(),
        handlers.probe("startupProbe"),
        handlers.probe("readinessProbe"),
        handlers.probe("livenessProbe"));
  }

  private List<String> image(JsonNode each) throws RefusedPodException {
    String image = each.path("image").asText();
    for (Map.Entry<String, List<String>> known : sandbox.images().entrySet()) {
      if (image.startsWith(known.getKey())) {
        return known.getValue();
      }
    }
    throw new RefusedPodException(
        "image %s is none of %s.".formatted(image, sandbox.images().keySet()));
  }

  private Map<String, String> environment(JsonNode each) throws RefusedPodException {
    Map<String, String> environment = new LinkedHashMap<>();
    for (JsonNode variable : each.path("env")) {
      String name = variable.path("name").asText();
      if (variable.has("valueFrom")) {
        environment.put(name, field(variable.path("valueFrom"), name));
      } else {
        environment.put(name, expand(variable.path("value").asText(), environment));
      }
    }
    return environment;
  }

  /**
   * Expands {@code $(VAR)} as Kubernetes does. {@code $$} is a dollar; a reference to nothing known
   * stays as it is. A name goes on to the next bracket, so that there is no reference within
   * another.
   */
  static String expand(String text, Map<String, String> variables) {
    return REFERENCE
        .matcher(text)
        .replaceAll(found -> {
          String name = found.group(1);
          return Matcher.quoteReplacement(
              name == null ? "$" : variables.getOrDefault(name, found.group()));
        });
  }

  private String field(JsonNode from, String name) throws RefusedPodException {
    String path = from.path("fieldRef").path("fieldPath").asText();
    return switch (path) {
      case "status.podIP", "status.hostIP" -> sandbox.address().getHostAddress();
      case "metadata.name" -> pod.path("metadata").path("name").asText();
      case "metadata.namespace" -> pod.path("metadata").path("namespace").asText("default");
      default ->
          throw new RefusedPodException(
              "env " + name + " comes from " + from + ", not known here.");
    };
  }

  /** Only what is substituted: memory-backed volumes of our own sidecar. */
  private void mounts(JsonNode each) throws RefusedPodException {
    Set<String> memory =
        pod.path("spec")
            .path("volumes")
            .valueStream()
            .filter(volume -> volume.at("/emptyDir/medium").asText().equals("Memory"))
            .map(volume -> volume.path("name").asText())
            .collect(Collectors.toSet());
    boolean substituted = !sandbox.substitutes(each.path("name").asText()).isEmpty();
    for (JsonNode mount : each.path("volumeMounts")) {
      if (!substituted || !memory.contains(mount.path("name").asText())) {
        throw new RefusedPodException(
            "container %s mounts %s, and nothing can be mounted here."
                .formatted(each.path("name").asText(), mount.path("mountPath").asText()));
      }
    }
  }
}
