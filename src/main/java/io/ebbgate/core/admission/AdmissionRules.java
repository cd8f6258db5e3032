package io.ebbgate.core.admission;

import io.ebbgate.core.admission.AdmissionDecision.Add;
import io.ebbgate.core.admission.AdmissionDecision.Leave;
import io.ebbgate.core.admission.PodFacts.ContainerFacts;
import io.ebbgate.core.admission.PodFacts.Hook;
import io.ebbgate.core.contract.Annotations;
import java.util.List;
import java.util.Optional;

/**
 * Decides what is done to a pod. The steps are those of {@code docs/decisions.md}, in the same
 * order.
 */
public final class AdmissionRules {
  private static final String IMAGE_TO_COME = "auto";

  private AdmissionRules() {}

  /**
   * The decision on this pod. A mark is believed only so far that what is added is called a repair:
   * templates are copied with their annotations, and other webhooks change what they find. A caller
   * that finds nothing left to add reports {@link Reason#ALREADY_INJECTED}.
   */
  public static AdmissionDecision decide(
      PodFacts pod, AdmissionPolicy policy, List<Profile> profiles) {
    Optional<Reason> unfit = unfit(pod, policy);
    if (unfit.isPresent()) {
      Leave leave = leave(unfit.get());
      return unfit.get() == Reason.OPTED_OUT ? leave.warning(InjectLabel.warnings(pod)) : leave;
    }
    AdmissionDecision fresh =
        choose(pod, policy, profiles)
            .warning(InjectLabel.warnings(pod))
            .warning(UnknownAnnotations.warnings(pod));
    return pod.marked() && fresh instanceof Add(Reason _, Injection wanted)
        ? new Add(pod.probed() ? Reason.PROBE_REMOVED : Reason.REPAIRED, wanted)
        : fresh;
  }

  /** Steps 1 to 4: what the pod is and where. */
  private static Optional<Reason> unfit(PodFacts pod, AdmissionPolicy policy) {
    if (!pod.creating()) {
      return Optional.of(Reason.NOT_A_POD_CREATE);
    }
    if (pod.mirror()) {
      return Optional.of(Reason.MIRROR_POD);
    }
    if (pod.windows()) {
      return Optional.of(Reason.WINDOWS);
    }
    if (!pod.restartsAlways()) {
      return Optional.of(Reason.RUNS_TO_COMPLETION);
    }
    if (!policy.ownNamespace().isEmpty() && policy.ownNamespace().equals(pod.namespace().name())) {
      return Optional.of(Reason.OWN_NAMESPACE);
    }
    if (policy.excludedNamespaces().contains(pod.namespace().name())) {
      return Optional.of(Reason.EXCLUDED_NAMESPACE);
    }
    return InjectLabel.of(pod) == InjectLabel.OUT
        ? Optional.of(Reason.OPTED_OUT)
        : Optional.empty();
  }

  /** Steps 6 to 8: which product it is, and whether that is ours to drain. */
  private static AdmissionDecision choose(
      PodFacts pod, AdmissionPolicy policy, List<Profile> profiles) {
    String asked = pod.annotations().getOrDefault(Annotations.PROFILE, "");
    Optional<Profile> profile =
        asked.isEmpty() ? ProductMatch.detect(pod, profiles) : ProductMatch.named(asked, profiles);
    if (profile.isEmpty()) {
      return asked.isEmpty()
          ? leave(Reason.NO_PROFILE)
          : warn(Reason.UNKNOWN_PROFILE, '"' + asked + "\"; there are " + names(profiles));
    }
    Profile found = profile.get();
    AdmissionDecision decision =
        switch (found.treatment()) {
          case EXCLUDE -> new Leave(Reason.EXCLUDED_PRODUCT, found.says(), List.of());
          case OWN_MANAGER ->
              Takeover.asked(pod)
                  ? locate(pod, policy, found)
                  : warn(Reason.OWN_DRAIN_MANAGER, found.says() + Takeover.hint(pod));
          case REPORT, INJECT -> locate(pod, policy, found);
        };
    return asked.isEmpty() ? decision : decision.warning(otherMatch(pod, found, profiles));
  }

  /** What is known of the product that the pod matches best, where another profile is named. */
  private static List<String> otherMatch(PodFacts pod, Profile named, List<Profile> profiles) {
    return ProductMatch.bestMatch(pod, profiles)
        .filter(best -> !best.name().equals(named.name()) && !best.says().isEmpty())
        .map(best -> "Ebbgate: the pod matches profile %s: %s.".formatted(best.name(), best.says()))
        .stream()
        .toList();
  }

  /** Step 9: the one gateway container. */
  private static AdmissionDecision locate(PodFacts pod, AdmissionPolicy policy, Profile profile) {
    String named = pod.annotations().getOrDefault(Annotations.CONTAINER, profile.container());
    List<ContainerFacts> candidates =
        pod.containers().stream()
            .filter(each -> named.isEmpty() || each.name().equals(named))
            .toList();
    if (candidates.size() != 1) {
      return warn(Reason.NO_GATEWAY_CONTAINER, missing(pod, named));
    }
    ContainerFacts gateway = candidates.getFirst();
    if (gateway.image().equals(IMAGE_TO_COME)) {
      return new Leave(Reason.WAITING_FOR_INJECTION, "container " + gateway.name(), List.of());
    }
    return equip(pod, policy, profile, gateway);
  }

  private static String missing(PodFacts pod, String named) {
    return named.isEmpty()
        ? "the pod has %d containers; name one in %s"
            .formatted(pod.containers().size(), Annotations.CONTAINER)
        : "there is no container " + named;
  }

  /** Steps 10 to 13: settings, an existing hook, a mesh in between. */
  private static AdmissionDecision equip(
      PodFacts pod, AdmissionPolicy policy, Profile profile, ContainerFacts gateway) {
    RequestedOptions options = RequestedOptions.read(pod, policy, profile);
    if (policy.strict() && !options.invalid().isEmpty()) {
      List<String> problems =
          options.invalid().stream().map(RequestedValue.Invalid::problem).toList();
      return new AdmissionDecision.Refuse(Reason.BAD_SETTING, String.join(" ", problems));
    }
    if (gateway.hook() == Hook.FOREIGN && !options.replaceHook()) {
      return warn(
          Reason.HOOK_KEPT,
          "container %s; %s: replace would replace it"
              .formatted(gateway.name(), Annotations.EXISTING_HOOK));
    }
    Optional<String> captured = MeshInterception.sign(pod, gateway.name(), options.mode());
    if (captured.isPresent()) {
      return warn(Reason.MESH_INTERCEPTS, "annotation " + captured.get());
    }
    SidecarStyle style = pod.sidecar().orElse(policy.style());
    return apply(pod, options.injection(pod, profile, gateway.name(), style));
  }

  /** Step 14: the mode. */
  private static AdmissionDecision apply(PodFacts pod, Injection injection) {
    boolean shape =
        injection.profile().treatment() == Profile.Treatment.REPORT
            && Mode.named(pod.annotations().getOrDefault(Annotations.MODE, "")).isEmpty();
    Mode mode = shape && injection.mode() != Mode.OFF ? Mode.REPORT : injection.mode();
    Optional<String> surplus =
        StaleInjection.of(pod, injection.container(), injection.held(), mode);
    if (surplus.isPresent()) {
      return warn(Reason.INJECTED_OTHERWISE, surplus.get());
    }
    return switch (mode) {
      case OFF -> leave(Reason.MODE_OFF);
      case REPORT ->
          warn(
                  Reason.MODE_REPORT,
                  shape ? injection.profile().says() : "profile " + injection.profile().name())
              .warning(injection.warnings());
      case AGENT -> new Add(Reason.INJECTED, injection).warning(untried(injection.profile(), pod));
      case SLEEP -> new Add(Reason.SLEEP_ADDED, injection);
      case ENV ->
          injection.profile().sets(Mode.ENV).isEmpty()
              ? warn(
                  Reason.MODE_REPORT,
                  "profile " + injection.profile().name() + " has no drain settings of its own")
              : new Add(Reason.ENV_SET, injection);
    };
  }

  /** What the suite has not shown of this product, or of this version of it. */
  private static List<String> untried(Profile profile, PodFacts pod) {
    if (profile.treatment() == Profile.Treatment.REPORT) {
      return List.of("Ebbgate: profile %s: %s.".formatted(profile.name(), profile.says()));
    }
    return profile.tried().flatMap(tried -> tried.warning(profile.name(), pod)).stream().toList();
  }

  private static String names(List<Profile> profiles) {
    return String.join(", ", profiles.stream().map(Profile::name).sorted().toList());
  }

  private static Leave leave(Reason reason) {
    return new Leave(reason, "", List.of());
  }

  private static Leave warn(Reason reason, String detail) {
    return new Leave(reason, detail, List.of(reason.warning(detail)));
  }
}
