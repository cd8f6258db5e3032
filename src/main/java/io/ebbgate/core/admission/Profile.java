package io.ebbgate.core.admission;

import io.ebbgate.core.config.ReleaseCall;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.WireName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a product: how to recognise it and how to drain it. Profiles are data.
 *
 * @param treatment what is done by default
 * @param says one sentence for people, where the product is not injected
 * @param evidence what speaks for it; a pod is one from {@code needed} on
 * @param tried the versions that were drained in the suite; empty where the profile names none
 * @param container the gateway container's name; empty where the pod's only container is it
 * @param admin Envoy's admin address, {@code 127.0.0.1:15000}
 * @param ignoredPorts readiness and metrics listeners, which aren't counted
 * @param settings settings that differ from the defaults for this product
 * @param sets what each mode sets of the product's own
 * @param releaseCall what is called before the gateway is released, {@code 127.0.0.1:15020/drain};
 *     empty for nothing
 * @param managerHook the hook of the product's drain manager, where it is taken over
 */
public record Profile(
    String name,
    Treatment treatment,
    String says,
    List<Evidence> evidence,
    int needed,
    Optional<TriedVersions> tried,
    String container,
    String admin,
    List<Integer> ignoredPorts,
    Map<Setting, String> settings,
    Map<Mode, ProductSettings> sets,
    String releaseCall,
    Optional<ManagerHook> managerHook) {
  /** What is done to a pod of this product. */
  public enum Treatment {
    /** It is drained; a pod of this shape was drained in the suite. */
    INJECT,
    /** Its shape is known, but no such pod was drained yet: reported. */
    REPORT,
    /** It brings a drain manager: reported. */
    OWN_MANAGER,
    /** It is never touched. */
    EXCLUDE;

    /** As a profile's file has it, {@code own-manager}. */
    public String wireName() {
      return WireName.of(this).replace('_', '-');
    }
  }

  /**
   * The preStop hook that a taken over drain manager has instead of its own, which would hold the
   * pod and speak to Envoy: a call of its own health check, which answers at once.
   *
   * @param container the manager's
   */
  public record ManagerHook(String container, String path, int port) {
    /** The warning of a pod that is taken over. */
    String warning() {
      return "Ebbgate: the hook of container %s is replaced too, so that the product's own drain manager does nothing."
          .formatted(container);
    }
  }

  public Profile {
    evidence = List.copyOf(evidence);
    if (AddressText.admin(admin).isEmpty()) {
      throw new IllegalArgumentException(
          "admin is " + admin + "; allowed is " + AddressText.ADMIN_ALLOWED);
    }
    ignoredPorts = List.copyOf(ignoredPorts);
    settings = Map.copyOf(settings);
    sets = Map.copyOf(sets);
    if (!releaseCall.isEmpty() && ReleaseCall.parse(releaseCall).isEmpty()) {
      throw new IllegalArgumentException(
          "releaseCall is " + releaseCall + "; allowed is " + ReleaseCall.ALLOWED);
    }
  }

  /** What a mode sets of the product's own. */
  public ProductSettings sets(Mode mode) {
    return sets.getOrDefault(mode, ProductSettings.NONE);
  }

  int weight(PodFacts pod) {
    return evidence.stream().filter(each -> each.speaksFor(pod)).mapToInt(Evidence::weight).sum();
  }

  List<String> evidenceIn(PodFacts pod) {
    return evidence.stream().filter(each -> each.speaksFor(pod)).map(Evidence::text).toList();
  }
}
