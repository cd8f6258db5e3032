package io.ebbgate.system.chart;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A rule of kube-score 1.20 or Polaris 10 that a container can break; comments have their names of
 * it.
 */
record LinterRule(String name, Predicate<LinterRule.PodContainer> broken) {
  private static final Pattern SENSITIVE =
      Pattern.compile("password|token|bearer|secret", Pattern.CASE_INSENSITIVE);

  private static final List<LinterRule> ALL =
      List.of(
          // container-resources; cpuRequestsMissing
          rule("cpu-request", each -> each.request("cpu").isEmpty()),
          // container-resources; cpuLimitsMissing
          rule("cpu-limit", each -> each.limit("cpu").isEmpty()),
          // container-resources; memoryRequestsMissing
          rule("memory-request", each -> each.request("memory").isEmpty()),
          // container-resources; memoryLimitsMissing
          rule("memory-limit", each -> each.limit("memory").isEmpty()),
          // container-ephemeral-storage-request-and-limit
          rule(
              "ephemeral-storage",
              each ->
                  each.request("ephemeral-storage").isEmpty()
                      || each.limit("ephemeral-storage").isEmpty()),
          // container-image-tag; tagNotSpecified
          rule("image-tag", each -> !each.container().getImage().matches(".+:(?!latest$).+")),
          // container-image-pull-policy; pullPolicyNotAlways
          rule("pull-policy", each -> !"Always".equals(each.container().getImagePullPolicy())),
          // container-ports-check
          rule(
              "port-names",
              each ->
                  each.container().getPorts().stream()
                      .map(ContainerPort::getName)
                      .anyMatch(name -> name != null && name.length() > 15)),
          // hostPortSet
          rule(
              "host-port",
              each ->
                  each.container().getPorts().stream()
                      .anyMatch(port -> port.getHostPort() != null)),
          // environment-variable-key-duplication
          rule(
              "environment-twice",
              each ->
                  each.container().getEnv().stream().map(EnvVar::getName).distinct().count()
                      < each.container().getEnv().size()),
          // sensitiveContainerEnvVar
          rule(
              "sensitive-environment",
              each ->
                  each.container().getEnv().stream()
                      .filter(variable -> variable.getValueFrom() == null)
                      .anyMatch(variable -> SENSITIVE.matcher(variable.getName()).find())),
          // container-security-context-user-group-id
          rule(
              "user-id",
              each ->
                  isLow(
                      each.ownOrPods(
                          SecurityContext::getRunAsUser, PodSecurityContext::getRunAsUser))),
          // container-security-context-user-group-id
          rule(
              "group-id",
              each ->
                  isLow(
                      each.ownOrPods(
                          SecurityContext::getRunAsGroup, PodSecurityContext::getRunAsGroup))),
          // runAsRootAllowed
          rule(
              "root",
              each ->
                  !each.ownOrPods(
                          SecurityContext::getRunAsNonRoot, PodSecurityContext::getRunAsNonRoot)
                      .orElse(false)),
          // container-security-context-readonlyrootfilesystem; notReadOnlyRootFilesystem
          rule(
              "writable-root",
              each -> !each.own(SecurityContext::getReadOnlyRootFilesystem).orElse(false)),
          // container-security-context-privileged; runAsPrivileged
          rule("privileged", each -> each.own(SecurityContext::getPrivileged).orElse(false)),
          // privilegeEscalationAllowed
          rule(
              "escalation",
              each -> each.own(SecurityContext::getAllowPrivilegeEscalation).orElse(true)),
          // insecureCapabilities
          rule("capabilities-kept", each -> !each.droppedCapabilities().contains("ALL")),
          // dangerousCapabilities
          rule("capabilities-added", each -> !each.addedCapabilities().isEmpty()),
          // container-seccomp-profile; linuxHardening
          rule(
              "seccomp",
              each ->
                  each.ownOrPods(
                          SecurityContext::getSeccompProfile, PodSecurityContext::getSeccompProfile)
                      .isEmpty()),
          // pod-probes; livenessProbeMissing, which leaves init containers alone as the next does
          rule("liveness", each -> each.isMain() && each.container().getLivenessProbe() == null),
          // pod-probes; readinessProbeMissing
          rule("readiness", each -> each.isMain() && each.container().getReadinessProbe() == null),
          // pod-probes-identical
          rule(
              "same-probes",
              each ->
                  each.container().getLivenessProbe() != null
                      && what(each.container().getLivenessProbe())
                          .equals(what(each.container().getReadinessProbe()))));

  /** The rules that a pod breaks, and the containers that do: {@code cpu-limit envoy}. */
  static List<String> findings(PodSpec pod) {
    return PodContainer.in(pod).stream()
        .flatMap(container ->
            ALL.stream()
                .filter(rule -> rule.broken.test(container))
                .map(rule -> rule.name() + " " + container.name()))
        .toList();
  }

  private static LinterRule rule(String name, Predicate<PodContainer> broken) {
    return new LinterRule(name, broken);
  }

  private static boolean isLow(Optional<Long> id) {
    return id.orElse(0L) < 10_000;
  }

  private static List<Optional<Object>> what(Probe probe) {
    return Stream.<Optional<Object>>of(
            Optional.ofNullable(probe).map(Probe::getHttpGet),
            Optional.ofNullable(probe).map(Probe::getTcpSocket),
            Optional.ofNullable(probe).map(Probe::getExec))
        .toList();
  }

  /** A container in its pod, whose security settings hold where it has none of its own. */
  record PodContainer(PodSpec pod, Container container) {
    static List<PodContainer> in(PodSpec pod) {
      return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
          .map(container -> new PodContainer(pod, container))
          .toList();
    }

    String name() {
      return container.getName();
    }

    /** Whether it is no init container. */
    boolean isMain() {
      return pod.getContainers().contains(container);
    }

    <T> Optional<T> own(Function<SecurityContext, T> field) {
      return Optional.ofNullable(container.getSecurityContext()).map(field);
    }

    <T> Optional<T> ownOrPods(
        Function<SecurityContext, T> field, Function<PodSecurityContext, T> ofPod) {
      return own(field).or(() -> Optional.ofNullable(pod.getSecurityContext()).map(ofPod));
    }

    List<String> addedCapabilities() {
      return own(SecurityContext::getCapabilities).map(all -> all.getAdd()).orElse(List.of());
    }

    List<String> droppedCapabilities() {
      return own(SecurityContext::getCapabilities).map(all -> all.getDrop()).orElse(List.of());
    }

    Optional<Quantity> request(String name) {
      return Optional.ofNullable(container.getResources()).map(all -> all.getRequests().get(name));
    }

    Optional<Quantity> limit(String name) {
      return Optional.ofNullable(container.getResources()).map(all -> all.getLimits().get(name));
    }
  }
}
