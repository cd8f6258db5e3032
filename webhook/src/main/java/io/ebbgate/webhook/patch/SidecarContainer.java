package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.SelectiveClose;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.config.StopOrder.Endpoint;
import io.ebbgate.core.config.StopOrder.Stop;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.verdict.VerdictFields;
import java.util.Optional;

/**
 * The sidecar's container: it carries every field of the restricted level itself that pod and
 * gateway carry, unless it is to close connections by the kernel.
 */
final class SidecarContainer {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The image's own user; set only where the pod's would be root. */
  private static final int IMAGE_USER = 65_532;

  /** No drain is longer, and the sidecar accepts no longer duration. */
  private static final long LONGEST_GRACE = DurationText.LONGEST.toSeconds();

  private static final String SECCOMP = "seccompProfile";

  private SidecarContainer() {}

  static ObjectNode of(
      JsonNode pod, JsonNode gateway, Injection injection, PatchInputs inputs, long grace) {
    ObjectNode container = MAPPER.createObjectNode();
    container.put("name", Containers.SIDECAR);
    container.put("image", inputs.image());
    container.put("imagePullPolicy", "IfNotPresent");
    if (injection.style() == SidecarStyle.NATIVE) {
      container.put("restartPolicy", "Always");
    }
    container.set("env", environment(gateway, pod, injection, inputs, grace));
    container.set("ports", declared(injection));
    container
        .putObject("lifecycle")
        .set(
            "preStop",
            PreStopHook.get(Paths.TERMINATING, inputs.token().text(), injection.hostNetwork()));
    ObjectNode resources = SidecarResources.of(pod, injection.resources(), inputs.ranges());
    if (!resources.isEmpty()) {
      container.set("resources", resources);
    }
    container.set("securityContext", security(pod, gateway, injection));
    ArrayNode mounts = container.putArray("volumeMounts");
    mounts.addObject().put("name", Containers.STATE_VOLUME).put("mountPath", Paths.STATE_DIR);
    SharedSocket.mount(gateway, injection).ifPresent(mounts::add);
    socketsOfTheStopOrder(pod, injection, mounts);
    return container;
  }

  /** Where the sidecar sees that a container has stopped. */
  private static void socketsOfTheStopOrder(JsonNode pod, Injection injection, ArrayNode mounts) {
    for (Stop stop : injection.drain().stopOrder().stops()) {
      if (stop.endpoint() instanceof Endpoint.Socket(String path)) {
        JsonNode container = Tree.named(pod.path("spec").path("containers"), stop.container());
        SharedSocket.mount(container, path)
            .filter(mount -> Tree.objects(mounts).stream().noneMatch(one -> samePlace(one, mount)))
            .ifPresent(mounts::add);
      }
    }
  }

  private static boolean samePlace(JsonNode one, JsonNode other) {
    return one.path("mountPath").asText().equals(other.path("mountPath").asText());
  }

  /** On the node's network ports are the node's, and the scheduler keeps declared ones apart. */
  private static ArrayNode declared(Injection injection) {
    ArrayNode ports = MAPPER.createArrayNode();
    declare(ports, "ebbgate-hook", Ports.HOOK);
    if (injection.hostNetwork()) {
      String control = injection.control();
      declare(
          ports,
          "ebbgate-control",
          Integer.parseInt(control.substring(control.lastIndexOf(':') + 1)));
    }
    return ports;
  }

  private static void declare(ArrayNode ports, String name, int number) {
    ports.addObject().put("name", name).put("containerPort", number).put("protocol", "TCP");
  }

  private static ArrayNode environment(
      JsonNode gateway, JsonNode pod, Injection injection, PatchInputs inputs, long grace) {
    ArrayNode env = MAPPER.createArrayNode();
    field(env, Env.POD_IP, "status.podIP");
    field(env, Env.POD_NAME, "metadata.name");
    field(env, Env.POD_NAMESPACE, "metadata.namespace");
    value(env, Env.ADMIN, injection.admin());
    String host = injection.hostNetwork() ? "127.0.0.1" : "$(" + Env.POD_IP + ")";
    value(env, Env.HOOK_ADDRESS, host + ":" + Ports.HOOK);
    value(env, Env.CONTROL_ADDRESS, injection.control());
    value(env, Env.TOKEN, inputs.token().text());
    value(env, Env.SIDECAR, injection.style().wireName());
    value(env, Env.GRACE_PERIOD, Math.min(grace, LONGEST_GRACE) + "s");
    PodProbes.restartGrace(gateway)
        .ifPresent(seconds -> value(env, Env.RESTART_GRACE, seconds + "s"));
    Optional.of(PodProbes.text(pod))
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> value(env, Env.PROBES, text));
    PodProbes.readinessLag(gateway, pod)
        .ifPresent(
            seconds -> value(env, Env.READINESS_LAG, Math.min(seconds, LONGEST_GRACE) + "s"));
    if (!injection.profile().ignoredPorts().isEmpty()) {
      value(env, Env.IGNORE_PORTS, ports(injection));
    }
    int share = VerdictFields.share(containers(pod));
    if (share < VerdictFields.LIMIT) {
      value(env, Env.MESSAGE_LIMIT, Integer.toString(share));
    }
    value(env, Env.PROFILE, injection.profile().name());
    inputs.observer().ifPresent(address -> value(env, Env.OBSERVER_ADDRESS, address.toString()));
    if (!injection.profile().releaseCall().isEmpty()) {
      value(env, Env.RELEASE_CALL, injection.profile().releaseCall());
    }
    if (injection.selectiveClose() != SelectiveClose.NOT_REQUESTED) {
      value(env, Env.SELECTIVE_CLOSE, injection.selectiveClose().wireName());
    }
    for (Setting setting : Setting.values()) {
      Optional.ofNullable(injection.changed().get(setting))
          .ifPresent(text -> value(env, setting.env(), text));
    }
    return env;
  }

  /** The pod's containers of either list, with the sidecar. */
  private static int containers(JsonNode pod) {
    int there = Tree.containers(pod).size();
    return Tree.sidecar(pod).isPresent() ? there : there + 1;
  }

  private static String ports(Injection injection) {
    return String.join(
        ",", injection.profile().ignoredPorts().stream().map(String::valueOf).toList());
  }

  private static void value(ArrayNode env, String name, String value) {
    env.addObject().put("name", name).put("value", value);
  }

  private static void field(ArrayNode env, String name, String path) {
    env.addObject()
        .put("name", name)
        .putObject("valueFrom")
        .putObject("fieldRef")
        .put("fieldPath", path);
  }

  /**
   * One capability and no other. Kubernetes gives it to user 0 alone: it sets no ambient
   * capabilities, so that another user's program has none.
   */
  private static ObjectNode withNetAdmin(JsonNode pod, JsonNode gateway) {
    ObjectNode security = MAPPER.createObjectNode();
    security.put("allowPrivilegeEscalation", false);
    ObjectNode capabilities = security.putObject("capabilities");
    capabilities.putArray("add").add("NET_ADMIN");
    capabilities.putArray("drop").add("ALL");
    security.put("privileged", false);
    security.put("readOnlyRootFilesystem", true);
    security.put("runAsNonRoot", false);
    security.put("runAsUser", 0);
    confine(security, pod, gateway);
    return security;
  }

  private static ObjectNode security(JsonNode pod, JsonNode gateway, Injection injection) {
    if (injection.selectiveClose() == SelectiveClose.ON) {
      return withNetAdmin(pod, gateway);
    }
    ObjectNode security = MAPPER.createObjectNode();
    security.put("allowPrivilegeEscalation", false);
    security.putObject("capabilities").putArray("drop").add("ALL");
    security.put("privileged", false);
    security.put("readOnlyRootFilesystem", true);
    security.put("runAsNonRoot", true);
    JsonNode podUser = pod.path("spec").path("securityContext").path("runAsUser");
    JsonNode own = gateway.path("securityContext");
    boolean shares =
        SharedSocket.isSocket(injection.admin()) && SharedSocket.user(pod, gateway) > 0;
    if (shares && own.path("runAsGroup").asLong(0) > 0) {
      security.set("runAsGroup", own.get("runAsGroup"));
    }
    if (shares && own.path("runAsUser").isNumber()) {
      security.set("runAsUser", own.get("runAsUser"));
    } else if (podUser.isNumber() && podUser.asLong() == 0) {
      security.put("runAsUser", IMAGE_USER);
    }
    confine(security, pod, gateway);
    return security;
  }

  /**
   * Only beside a profile of the pod's or the gateway's own. The restricted level takes no pod
   * without one, and security context constraints of OpenShift that name no profiles take no
   * container with one.
   */
  private static void confine(ObjectNode security, JsonNode pod, JsonNode gateway) {
    JsonNode ofPod = pod.path("spec").path("securityContext").path(SECCOMP);
    if (ofPod.isObject() || gateway.path("securityContext").path(SECCOMP).isObject()) {
      security.putObject(SECCOMP).put("type", "RuntimeDefault");
    }
  }

  /** Without the profile that another program took from a sidecar of the same injection. */
  static ObjectNode asConfined(ObjectNode wanted, JsonNode found) {
    JsonNode security = found.path("securityContext");
    if (!security.isObject() || security.hasNonNull(SECCOMP)) {
      return wanted;
    }
    ObjectNode same = wanted.deepCopy();
    same.withObject("/securityContext").remove(SECCOMP);
    return same;
  }
}
