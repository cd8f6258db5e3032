package io.ebbgate.core.admission;

import io.ebbgate.core.contract.Annotations;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The product whose gateway a pod is, whatever is decided about it.
 *
 * @param container the gateway container's name; empty where it can't be determined
 * @param evidence why the profile applies, for people
 */
public record ProductMatch(Profile profile, Optional<String> container, List<String> evidence) {
  private static final String PLAIN_ENVOY = "envoy";

  public ProductMatch {
    evidence = List.copyOf(evidence);
  }

  /**
   * The product that the pod's annotation names, else the one that it looks like most, else plain
   * Envoy if it opts in; empty for all other pods.
   */
  public static Optional<ProductMatch> of(PodFacts pod, List<Profile> profiles) {
    String asked = pod.annotations().getOrDefault(Annotations.PROFILE, "");
    Optional<Profile> profile = asked.isEmpty() ? detect(pod, profiles) : named(asked, profiles);
    return profile.map(
        found -> new ProductMatch(found, container(pod, found), found.evidenceIn(pod)));
  }

  static Optional<Profile> detect(PodFacts pod, List<Profile> profiles) {
    Optional<Profile> best = bestMatch(pod, profiles);
    boolean optedIn = InjectLabel.of(pod) == InjectLabel.IN;
    return best.isEmpty() && optedIn ? named(PLAIN_ENVOY, profiles) : best;
  }

  static Optional<Profile> bestMatch(PodFacts pod, List<Profile> profiles) {
    return profiles.stream()
        .filter(profile -> profile.needed() > 0 && profile.weight(pod) >= profile.needed())
        .max(Comparator.comparingInt(profile -> profile.weight(pod)));
  }

  static Optional<Profile> named(String name, List<Profile> profiles) {
    return profiles.stream().filter(profile -> profile.name().equals(name)).findFirst();
  }

  private static Optional<String> container(PodFacts pod, Profile profile) {
    String named = pod.annotations().getOrDefault(Annotations.CONTAINER, profile.container());
    List<String> candidates =
        pod.containers().stream()
            .map(PodFacts.ContainerFacts::name)
            .filter(each -> named.isEmpty() || each.equals(named))
            .toList();
    return candidates.size() == 1 ? Optional.of(candidates.getFirst()) : Optional.empty();
  }
}
