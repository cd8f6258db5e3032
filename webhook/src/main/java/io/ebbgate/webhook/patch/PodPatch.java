package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.Profile.ManagerHook;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.drain.DrainSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns an injection into a patch of one pod. {@link AllowedChanges} lists what it may change. */
public final class PodPatch {
  /** Between our answer and SIGKILL: the margin of the budget, and the kubelet's two seconds. */
  private static final Duration AFTER_HOLD = Duration.ofSeconds(3);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PodPatch() {}

  /** The patch; empty where the pod is injected already. */
  public static Patch of(ObjectNode pod, Injection injection, PatchInputs inputs) {
    PatchDraft draft = new PatchDraft(pod);
    int index = Tree.indexOf(pod.path("spec").path("containers"), injection.container());
    switch (injection.mode()) {
      case AGENT -> agent(draft, index, injection, inputs);
      case SLEEP -> sleep(draft, index, injection);
      case ENV -> ProductPatch.apply(draft, index, injection);
      case REPORT, OFF -> throw new IllegalArgumentException("nothing is added in this mode");
    }
    boolean needless = injection.mode() == Mode.ENV && draft.operations().isEmpty();
    if (!needless || inputs.status().isPresent()) {
      annotate(draft, injection, inputs);
    }
    return new Patch(draft.operations(), draft.pod());
  }

  /** What the patch can't see to itself, one sentence each. */
  public static List<String> warnings(JsonNode pod, Injection injection) {
    JsonNode gateway = Tree.named(pod.path("spec").path("containers"), injection.container());
    return switch (injection.mode()) {
      case AGENT ->
          Stream.of(
                  SharedSocket.warning(pod, gateway, injection).stream(),
                  ProductPatch.warnings(pod, gateway, injection).stream(),
                  InjectionStatus.in(pod)
                      .map(_ ->
                          Stream.of(
                              StrippedSidecar.warning(pod),
                              JvmOptions.warning(pod),
                              SidecarProbes.warning(pod)))
                      .stream()
                      .flatMap(each -> each)
                      .flatMap(Optional::stream))
              .flatMap(each -> each)
              .toList();
      case ENV -> ProductPatch.warnings(pod, gateway, injection);
      case SLEEP, REPORT, OFF -> List.of();
    };
  }

  private static void agent(PatchDraft draft, int index, Injection injection, PatchInputs inputs) {
    Duration needed =
        injection
            .drain()
            .drainTimeout()
            .plus(injection.drain().gatewayExit())
            .plus(injection.drain().stopOrderExit())
            .plus(AFTER_HOLD);
    long grace = raise(draft, injection, needed);
    ObjectNode volume = MAPPER.createObjectNode().put("name", Containers.STATE_VOLUME);
    volume.putObject("emptyDir").put("medium", "Memory").put("sizeLimit", "1Mi");
    if (!DriftCheck.covers(named(draft.pod(), "volumes", Containers.STATE_VOLUME), volume)) {
      draft.entry(volume, "spec", "volumes");
    }
    for (String secret : inputs.pullSecrets()) {
      draft.entry(MAPPER.createObjectNode().put("name", secret), "spec", "imagePullSecrets");
    }
    ObjectNode gateway = draft.object("spec", "containers", index);
    if (inputs.status().isPresent() && StrippedSidecar.in(draft.pod())) {
      draft.put(StrippedSidecar.others(draft.pod()), "spec", "initContainers");
    }
    String list = injection.style() == SidecarStyle.NATIVE ? "initContainers" : "containers";
    boolean upToDate =
        inputs
            .status()
            .filter(InjectionStatus.of(injection, inputs)::hasSameAdditionsAs)
            .isPresent();
    JsonNode found = JvmOptions.without(named(draft.pod(), list, Containers.SIDECAR));
    ObjectNode whole = SidecarContainer.of(draft.pod(), gateway, injection, inputs, grace);
    ObjectNode sidecar = upToDate ? SidecarContainer.asConfined(whole, found) : whole;
    if (!DriftCheck.sidecar(found, sidecar, upToDate)) {
      draft.entry(sidecar, "spec", list);
    } else if (found instanceof ObjectNode changed) {
      draft.entry(changed, "spec", list);
    }
    hook(
        draft, index, PreStopHook.get(Paths.DRAIN, inputs.token().text(), injection.hostNetwork()));
    for (String held : injection.held()) {
      hook(
          draft,
          Tree.indexOf(draft.pod().path("spec").path("containers"), held),
          PreStopHook.get(Paths.HOLD + held, inputs.token().text(), injection.hostNetwork()));
    }
    injection.profile().managerHook().ifPresent(hook -> manager(draft, hook, injection));
    ProductPatch.apply(draft, index, injection);
    draft.object("metadata", "labels");
    draft.put(TextNode.valueOf("true"), "metadata", "labels", Labels.INJECTED);
  }

  /** The kubelet's own timer stands in for the announcing; the exits after it have their time. */
  private static void sleep(PatchDraft draft, int index, Injection injection) {
    DrainSettings drain = injection.drain();
    Duration sleep = Duration.ofSeconds(ceil(drain.maxAnnounce()));
    Duration after = drain.gatewayExit().plus(AFTER_HOLD);
    Duration grace = Duration.ofSeconds(raise(draft, injection, sleep.plus(after)));
    Duration granted = drain.maxGrace().filter(max -> max.compareTo(grace) < 0).orElse(grace);
    long seconds = Math.min(sleep.toSeconds(), granted.minus(after).toSeconds());
    hook(draft, index, PreStopHook.sleep(Math.toIntExact(Math.max(1, seconds))));
  }

  /** Only in the place of a hook: without one the manager holds nothing. */
  private static void manager(PatchDraft draft, ManagerHook manager, Injection injection) {
    int index = Tree.indexOf(draft.pod().path("spec").path("containers"), manager.container());
    JsonNode container = draft.pod().path("spec").path("containers").path(index);
    if (container.path("lifecycle").path("preStop").isObject()) {
      hook(draft, index, PreStopHook.of(manager, injection.hostNetwork()));
    }
  }

  private static void hook(PatchDraft draft, int index, ObjectNode hook) {
    ObjectNode lifecycle = draft.object("spec", "containers", index, "lifecycle");
    if (!DriftCheck.hook(lifecycle.path("preStop"), hook)) {
      draft.put(hook, "spec", "containers", index, "lifecycle", "preStop");
    }
  }

  /** The pod's grace, raised where it is too short and the nodes would grant more. */
  private static long raise(PatchDraft draft, Injection injection, Duration needed) {
    long granted = Tree.grace(draft.pod());
    long wanted =
        injection
            .drain()
            .maxGrace()
            .map(max -> Math.min(ceil(max), ceil(needed)))
            .orElse(ceil(needed));
    if (granted >= wanted) {
      return granted;
    }
    draft.object("spec");
    draft.put(IntNode.valueOf(Math.toIntExact(wanted)), "spec", "terminationGracePeriodSeconds");
    return wanted;
  }

  /** The entry of that name in a list of the spec; a missing node where there is none. */
  private static JsonNode named(JsonNode pod, String list, String name) {
    return Tree.named(pod.path("spec").path(list), name);
  }

  /** What was complete before keeps its mark, so that a second look finds nothing to do. */
  private static void annotate(PatchDraft draft, Injection injection, PatchInputs inputs) {
    InjectionStatus status = InjectionStatus.of(injection, inputs);
    ObjectNode annotations = draft.object("metadata", "annotations");
    boolean chosen =
        injection.mode() != Mode.AGENT || annotations.has(Annotations.DEFAULT_CONTAINER);
    boolean complete = chosen && draft.operations().isEmpty();
    if (!complete || inputs.status().filter(status::hasSameAdditionsAs).isEmpty()) {
      draft.put(TextNode.valueOf(status.text()), "metadata", "annotations", Annotations.STATUS);
    }
    if (!chosen) {
      draft.put(
          TextNode.valueOf(injection.container()),
          "metadata",
          "annotations",
          Annotations.DEFAULT_CONTAINER);
    }
  }

  private static long ceil(Duration duration) {
    return duration.plusMillis(999).toSeconds();
  }
}
