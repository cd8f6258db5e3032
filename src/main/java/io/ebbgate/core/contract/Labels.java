package io.ebbgate.core.contract;

import java.util.Set;

/** Labels: what selectors can see. */
public final class Labels {
  /** On a pod or a namespace: {@code "true"} opts in, {@code "false"} opts out. */
  public static final String INJECT = Annotations.PREFIX + "inject";

  /** Values of {@link #INJECT} that opt in, in any case; other products have such words. */
  public static final Set<String> INJECT_IN = Set.of("true", "enabled", "yes", "on");

  /** Values of {@link #INJECT} that opt out, in any case. */
  public static final Set<String> INJECT_OUT = Set.of("false", "disabled", "no", "off");

  /** Written by the webhook: {@code "true"} on every pod it injected. */
  public static final String INJECTED = Annotations.PREFIX + "injected";

  /** Kubernetes' own, on a namespace: the profile of Pod Security that it enforces. */
  public static final String POD_SECURITY = "pod-security.kubernetes.io/enforce";

  private Labels() {}
}
