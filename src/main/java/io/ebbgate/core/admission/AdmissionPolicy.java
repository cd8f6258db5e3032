package io.ebbgate.core.admission;

import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.SidecarResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The webhook's configuration, as far as decisions depend on it.
 *
 * @param ownNamespace never changed; empty where there is none (command line)
 * @param strict a setting that can't be read refuses the pod instead of being replaced by its
 *     default
 * @param pullSecrets names of Secrets to pull that image with, which injected pods name too
 * @param resources requests and limits of the sidecar, where the chart names them
 * @param selectiveClose pods may request a sidecar that closes connections by the kernel
 * @param observer where sidecars notify the observer; empty where they don't
 * @param defaults settings of the chart, over the built-in ones
 */
public record AdmissionPolicy(
    String ownNamespace,
    Set<String> excludedNamespaces,
    boolean strict,
    Mode defaultMode,
    SidecarStyle style,
    String sidecarImage,
    List<String> pullSecrets,
    Map<SidecarResource, String> resources,
    boolean selectiveClose,
    Optional<HostPort> observer,
    Map<Setting, String> defaults) {
  /** Excluded by default: the cluster's own namespaces. */
  public static final List<String> CLUSTER_NAMESPACES =
      List.of("kube-system", "kube-public", "kube-node-lease");

  public AdmissionPolicy {
    excludedNamespaces = Set.copyOf(excludedNamespaces);
    pullSecrets = List.copyOf(pullSecrets);
    resources = Map.copyOf(resources);
    defaults = Map.copyOf(defaults);
  }

  /** Without Secrets to pull the image with, and without sizes of the sidecar. */
  public static AdmissionPolicy of(
      String ownNamespace,
      Set<String> excludedNamespaces,
      boolean strict,
      Mode defaultMode,
      SidecarStyle style,
      String sidecarImage,
      Map<Setting, String> defaults) {
    return new AdmissionPolicy(
        ownNamespace,
        excludedNamespaces,
        strict,
        defaultMode,
        style,
        sidecarImage,
        List.of(),
        Map.of(),
        false,
        Optional.empty(),
        defaults);
  }

  /** The same with these Secrets to pull the image with. */
  public AdmissionPolicy pulledWith(List<String> secrets) {
    return new AdmissionPolicy(
        ownNamespace,
        excludedNamespaces,
        strict,
        defaultMode,
        style,
        sidecarImage,
        secrets,
        resources,
        selectiveClose,
        observer,
        defaults);
  }

  /** The same with these requests and limits of the sidecar. */
  public AdmissionPolicy sized(Map<SidecarResource, String> amounts) {
    return new AdmissionPolicy(
        ownNamespace,
        excludedNamespaces,
        strict,
        defaultMode,
        style,
        sidecarImage,
        pullSecrets,
        amounts,
        selectiveClose,
        observer,
        defaults);
  }

  /** The same, where pods may or may not request a sidecar that closes connections. */
  public AdmissionPolicy selectiveClose(boolean allowed) {
    return new AdmissionPolicy(
        ownNamespace,
        excludedNamespaces,
        strict,
        defaultMode,
        style,
        sidecarImage,
        pullSecrets,
        resources,
        allowed,
        observer,
        defaults);
  }

  /** The same, where sidecars notify the observer at this address. */
  public AdmissionPolicy notifying(Optional<HostPort> address) {
    return new AdmissionPolicy(
        ownNamespace,
        excludedNamespaces,
        strict,
        defaultMode,
        style,
        sidecarImage,
        pullSecrets,
        resources,
        selectiveClose,
        address,
        defaults);
  }
}
