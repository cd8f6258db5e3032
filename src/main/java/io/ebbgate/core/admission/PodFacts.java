package io.ebbgate.core.admission;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a decision needs to know of a pod. What the webhook added itself is left out, so that a pod
 * that comes back is seen as it came first.
 *
 * @param creating the review asks about the creation of a pod
 * @param name for messages; of a pod that has none yet, its generated prefix
 * @param marked it says that it was changed before, which may be true no longer
 * @param sidecar how our sidecar is part of a marked pod already
 * @param probed another program added a probe to it
 * @param graceSeconds {@code terminationGracePeriodSeconds}, 30 where it is not set
 */
public record PodFacts(
    boolean creating,
    NamespaceFacts namespace,
    String name,
    Map<String, String> labels,
    Map<String, String> annotations,
    boolean mirror,
    boolean windows,
    boolean restartsAlways,
    boolean hostNetwork,
    List<ContainerFacts> containers,
    boolean marked,
    Optional<SidecarStyle> sidecar,
    boolean probed,
    long graceSeconds) {
  /** A container's preStop hook. */
  public enum Hook {
    NONE,
    /** We added it. */
    OURS,
    FOREIGN
  }

  /**
   * One main container.
   *
   * @param arguments of its command and args
   */
  public record ContainerFacts(String name, String image, List<String> arguments, Hook hook) {
    public ContainerFacts {
      arguments = List.copyOf(arguments);
    }
  }

  public PodFacts {
    labels = copy(labels);
    annotations = copy(annotations);
    containers = List.copyOf(containers);
  }

  /** Not by Map.copyOf, which takes quadratic time for keys of the same hash. */
  private static Map<String, String> copy(Map<String, String> texts) {
    return Collections.unmodifiableMap(new HashMap<>(texts));
  }
}
