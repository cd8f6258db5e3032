package io.ebbgate.core.admission;

import io.ebbgate.core.contract.Setting;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A webhook as it is set up by default, and a plain Envoy's profile. */
final class PolicyExample {
  private PolicyExample() {}

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
        Profile.Treatment.INJECT,
        "",
        List.of(),
        0,
        "",
        "127.0.0.1:9901",
        List.of(),
        settings,
        Map.of());
  }
}
