package io.ebbgate.system.chart;

import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The Pod Security Standards as an API server 1.34 enforces them
 * (k8s.io/pod-security-admission/policy), as far as the pods of a gateway or of ours can break
 * them.
 */
enum PodSecurity {
  PRIVILEGED,
  BASELINE,
  RESTRICTED;

  private static final Set<String> BASELINE_CAPABILITIES =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");
  private static final Set<String> SECCOMP = Set.of("RuntimeDefault", "Localhost");

  /** The strictest level that takes the pod. */
  static PodSecurity of(PodSpec pod) {
    if (!baseline(pod).isEmpty()) {
      return PRIVILEGED;
    }
    return restricted(pod).isEmpty() ? RESTRICTED : BASELINE;
  }

  /** What keeps a pod out of a namespace that enforces {@code baseline}: check and container. */
  static List<String> baseline(PodSpec pod) {
    List<String> found = new ArrayList<>();
    note(found, Boolean.TRUE.equals(pod.getHostNetwork()), "hostNamespaces", "pod");
    note(found, Boolean.TRUE.equals(pod.getHostPID()), "hostNamespaces", "pod");
    note(found, Boolean.TRUE.equals(pod.getHostIPC()), "hostNamespaces", "pod");
    for (Volume volume : pod.getVolumes()) {
      note(found, volume.getHostPath() != null, "hostPathVolumes", volume.getName());
    }
    for (PodContainer each : PodContainer.in(pod)) {
      boolean hostPorts =
          each.container().getPorts().stream().anyMatch(port -> port.getHostPort() != null);
      note(found, hostPorts, "hostPorts", each.name());
      note(
          found, each.own(SecurityContext::getPrivileged).orElse(false), "privileged", each.name());
      note(
          found,
          !BASELINE_CAPABILITIES.containsAll(each.addedCapabilities()),
          "capabilities_baseline",
          each.name());
      note(
          found,
          each.calls().anyMatch(call -> call.getHost() != null),
          "hostProbesAndHostLifecycle",
          each.name());
      note(found, seccomp(each).equals("Unconfined"), "seccompProfile_baseline", each.name());
    }
    return found;
  }

  /** What keeps it out of one that enforces {@code restricted}. */
  static List<String> restricted(PodSpec pod) {
    List<String> found = new ArrayList<>(baseline(pod));
    for (Volume volume : pod.getVolumes()) {
      note(found, !isRestricted(volume), "restrictedVolumes", volume.getName());
    }
    for (PodContainer each : PodContainer.in(pod)) {
      boolean escalates = each.own(SecurityContext::getAllowPrivilegeEscalation).orElse(true);
      boolean nonRoot =
          each.ownOrPods(SecurityContext::getRunAsNonRoot, PodSecurityContext::getRunAsNonRoot)
              .orElse(false);
      long user =
          each.ownOrPods(SecurityContext::getRunAsUser, PodSecurityContext::getRunAsUser)
              .orElse(1L);
      boolean capable =
          !each.droppedCapabilities().contains("ALL")
              || !Set.of("NET_BIND_SERVICE").containsAll(each.addedCapabilities());
      note(found, escalates, "allowPrivilegeEscalation", each.name());
      note(found, capable, "capabilities_restricted", each.name());
      note(found, !nonRoot, "runAsNonRoot", each.name());
      note(found, user == 0, "runAsUser", each.name());
      note(found, !SECCOMP.contains(seccomp(each)), "seccompProfile_restricted", each.name());
    }
    return found;
  }

  private static void note(List<String> found, boolean broken, String check, String what) {
    if (broken) {
      found.add(check + " " + what);
    }
  }

  private static boolean isRestricted(Volume volume) {
    return volume.getEmptyDir() != null
        || volume.getSecret() != null
        || volume.getConfigMap() != null
        || volume.getProjected() != null
        || volume.getDownwardAPI() != null
        || volume.getPersistentVolumeClaim() != null
        || volume.getEphemeral() != null
        || volume.getCsi() != null;
  }

  private static String seccomp(PodContainer each) {
    return each.ownOrPods(SecurityContext::getSeccompProfile, PodSecurityContext::getSeccompProfile)
        .map(SeccompProfile::getType)
        .orElse("");
  }
}
