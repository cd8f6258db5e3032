package io.ebbgate.core.admission;

import io.ebbgate.core.admission.Evidence.Kind;
import io.ebbgate.core.admission.Profile.Treatment;
import io.ebbgate.core.contract.Setting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A webhook as it is set up by default, and a profile of each kind. */
final class PolicyExample {
  static final List<Profile> PROFILES =
      List.of(
          profile("istio", Treatment.INJECT, "istio-proxy", 2),
          profile("contour", Treatment.OWN_MANAGER, "shutdown-manager", 2),
          profile("agentgateway", Treatment.EXCLUDE, "agentgateway", 2),
          profile("kourier", Treatment.REPORT, "kourier-gateway", 2),
          envoy(Map.of()));

  private PolicyExample() {}

  static AdmissionDecision decide(PodExample pod) {
    Map<Setting, String> chart = Map.of(Setting.IDLE_LINGER, "7s", Setting.GATEWAY_EXIT, "3s");
    return AdmissionRules.decide(pod.facts(), lenient(chart), PROFILES);
  }

  static AdmissionPolicy lenient(Map<Setting, String> defaults) {
    return policy(false, defaults);
  }

  static AdmissionPolicy strict(Map<Setting, String> defaults) {
    return policy(true, defaults);
  }

  private static AdmissionPolicy policy(boolean strict, Map<Setting, String> defaults) {
    return AdmissionPolicy.of(
        "ebbgate",
        Set.of("kube-system"),
        strict,
        Mode.AGENT,
        SidecarStyle.NATIVE,
        "ebbgate/drain-sidecar:1",
        defaults);
  }

  static Profile envoy(Map<Setting, String> settings) {
    return new Profile(
        "envoy",
        Treatment.INJECT,
        "",
        List.of(),
        0,
        Optional.empty(),
        "",
        "127.0.0.1:9901",
        List.of(),
        settings,
        Map.of(),
        "",
        Optional.empty());
  }

  private static Profile profile(String name, Treatment treatment, String container, int weight) {
    return new Profile(
        name,
        treatment,
        name + " says so",
        List.of(new Evidence(Kind.CONTAINER, container, "", "", weight)),
        weight,
        Optional.empty(),
        container,
        "127.0.0.1:15000",
        List.of(),
        Map.of(Setting.GATEWAY_EXIT, "6s"),
        Map.of(),
        "",
        Optional.empty());
  }
}
