package io.ebbgate.webhook.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.ProductMatch;
import io.ebbgate.webhook.patch.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A gateway's pod, or the template of it.
 *
 * @param tree has the pod's metadata and spec
 * @param path to them in the object, {@code spec.template.}; empty for a pod
 * @param index of the gateway container in {@code spec.containers}
 */
record GatewayPod(ProductMatch product, JsonNode tree, String path, int index) {
  private static final String CONTAINERS = "containers";

  JsonNode spec() {
    return tree.path("spec");
  }

  JsonNode container() {
    return spec().path(CONTAINERS).path(index);
  }

  /** A place in the spec. */
  String specPath(String field) {
    return path + "spec." + field;
  }

  /** A place in the gateway container. */
  String containerPath(String field) {
    return containerPath() + "." + field;
  }

  String containerPath() {
    return specPath(CONTAINERS + "[" + index + "]");
  }

  String hookPath() {
    return containerPath("lifecycle.preStop");
  }

  String profile() {
    return product.profile().name();
  }

  Duration grace() {
    return Duration.ofSeconds(Tree.grace(tree));
  }

  Observation gracePlace() {
    return new Observation(
        specPath("terminationGracePeriodSeconds"), Long.toString(Tree.grace(tree)));
  }

  Map<String, String> env() {
    return EnvoyArguments.env(container());
  }

  /** Where a variable has its value, or would have it. */
  Observation envPlace(String name) {
    JsonNode env = container().path("env");
    return IntStream.range(0, env.size())
        .filter(i -> env.path(i).path("name").asText().equals(name))
        .mapToObj(i ->
            new Observation(
                containerPath("env[" + i + "].value"),
                name + "=" + env.path(i).path("value").asText()))
        .findFirst()
        .orElseGet(() -> Observation.absent(containerPath("env") + " " + name));
  }

  PreStop hook() {
    return PreStop.of(container(), env());
  }

  EnvoyArguments arguments() {
    return EnvoyArguments.of(container(), containerPath(), env());
  }

  boolean hostNetwork() {
    return spec().path("hostNetwork").asBoolean();
  }

  String annotation(String name) {
    return tree.path("metadata").path("annotations").path(name).asText();
  }

  String label(String name) {
    return tree.path("metadata").path("labels").path(name).asText();
  }

  JsonNode labels() {
    return tree.path("metadata").path("labels");
  }

  /** Names of ConfigMaps that the gateway container mounts. */
  List<String> configMaps() {
    List<String> mounted =
        container()
            .path("volumeMounts")
            .valueStream()
            .map(each -> each.path("name").asText())
            .toList();
    return spec()
        .path("volumes")
        .valueStream()
        .filter(volume -> mounted.contains(volume.path("name").asText()))
        .map(volume -> volume.at("/configMap/name").asText())
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
