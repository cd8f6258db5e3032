package io.ebbgate.webhook.review;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.SidecarResource;
import io.ebbgate.core.testkit.Property;
import java.util.List;
import java.util.random.RandomGenerator;

/** Malformed pods: fields missing, null, of the wrong kind, names with anything in. */
final class RandomPod {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NAMES =
      List.of("envoy", "istio-proxy", "a/b", "~", "ebbgate-drain-sidecar", "", "x");
  private static final List<String> VALUES =
      List.of(
          "|30s|0s|never|-1|pod:9901|unix:/admin/s|replace|agent|sleep|1e9|24h|\"|envoy|true"
              .split("\\|"));

  private static final List<String> AMOUNTS =
      List.of("", "none", "0", "10m", "1", "1.5", "64Mi", "1Gi", "2e3", "1e-99", "9e99Gi", "-1");

  private RandomPod() {}

  static ObjectNode of(RandomGenerator random) {
    ObjectNode pod = JSON.createObjectNode();
    if (often(random)) {
      metadata(random, pod.putObject("metadata"));
    }
    if (often(random)) {
      spec(random, pod.putObject("spec"));
    }
    if (random.nextInt(3) == 0) {
      Spoiler.spoil(random, pod);
    }
    return pod;
  }

  private static void metadata(RandomGenerator random, ObjectNode metadata) {
    metadata.put(random.nextBoolean() ? "name" : "generateName", "gateway-");
    ObjectNode annotations = metadata.putObject("annotations");
    annotations.put(Annotations.PROFILE, "envoy");
    for (Setting setting : Setting.values()) {
      if (random.nextInt(4) == 0) {
        annotations.put(setting.annotation(), Property.oneOf(random, VALUES));
      }
    }
    for (SidecarResource each : SidecarResource.values()) {
      if (random.nextInt(6) == 0) {
        annotations.put(each.annotation(), Property.oneOf(random, AMOUNTS));
      }
    }
    if (random.nextInt(4) == 0) {
      annotations.put(Annotations.LIMIT_RANGER, "x");
    }
    for (String key :
        List.of(
            Annotations.ADMIN_ADDRESS,
            Annotations.CONTROL_ADDRESS,
            Annotations.EXISTING_HOOK,
            Annotations.MODE,
            Annotations.CONTAINER,
            Annotations.STATUS)) {
      if (random.nextInt(5) == 0) {
        annotations.put(key, Property.oneOf(random, VALUES));
      }
    }
    if (random.nextBoolean()) {
      metadata.putObject("labels").put(Labels.INJECT, Property.oneOf(random, VALUES));
    } else if (random.nextBoolean()) {
      metadata.putNull("labels");
    }
  }

  private static void spec(RandomGenerator random, ObjectNode spec) {
    spec.put("hostNetwork", random.nextInt(4) == 0);
    if (random.nextBoolean()) {
      spec.put("terminationGracePeriodSeconds", random.nextInt(-5, 400));
    }
    ArrayNode volumes = random.nextBoolean() ? spec.putArray("volumes") : JSON.createArrayNode();
    volumes.addObject().put("name", random.nextBoolean() ? "admin" : "ebbgate-state");
    ArrayNode containers = spec.putArray("containers");
    for (int i = random.nextInt(3); i >= 0; i--) {
      container(random, containers.addObject());
    }
    if (random.nextBoolean()) {
      container(random, spec.putArray("initContainers").addObject());
    } else if (random.nextBoolean()) {
      spec.putNull("initContainers");
    }
  }

  private static void container(RandomGenerator random, ObjectNode container) {
    container.put("name", Property.oneOf(random, NAMES));
    container.put("image", Property.oneOf(random, List.of("envoy", "auto", "")));
    container.put("unknown", random.nextLong());
    if (random.nextBoolean()) {
      container
          .putArray("volumeMounts")
          .addObject()
          .put("name", "admin")
          .put("mountPath", "/admin");
    }
    for (String list : random.nextBoolean() ? List.of("limits") : List.of("requests", "limits")) {
      for (String resource : List.of("cpu", "memory", "ephemeral-storage")) {
        if (random.nextBoolean()) {
          container.withObject("/resources/" + list).put(resource, Property.oneOf(random, AMOUNTS));
        }
      }
    }
    ObjectNode lifecycle =
        random.nextInt(3) == 0 ? container.putObject("lifecycle") : JSON.createObjectNode();
    if (random.nextBoolean()) {
      lifecycle.putObject("preStop").putObject("exec");
    } else if (random.nextBoolean()) {
      lifecycle.putNull("preStop");
    }
    if (random.nextBoolean()) {
      container
          .putObject("readinessProbe")
          .putObject("httpGet")
          .put("port", random.nextInt(70_000));
    }
  }

  private static boolean often(RandomGenerator random) {
    return random.nextInt(10) > 0;
  }
}
