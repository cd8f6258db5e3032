package io.ebbgate.core.admission;

import io.ebbgate.core.admission.PodFacts.ContainerFacts;
import java.util.List;
import java.util.Optional;

/**
 * The versions of a product that were drained in the suite. A pod says by the tag of an image which
 * one it has; one without a tag, or with a word for a tag, says nothing.
 *
 * @param image the end of the image's name
 * @param versions {@code 1.31} stands for all that begin with it, {@code 1.31.2} among them
 */
public record TriedVersions(String image, List<String> versions) {
  public TriedVersions {
    versions = List.copyOf(versions);
  }

  /** The warning about a pod whose version isn't among them. */
  Optional<String> warning(String profile, PodFacts pod) {
    return pod.containers().stream()
        .map(ContainerFacts::image)
        .flatMap(each -> version(each).stream())
        .filter(
            found -> versions.stream().noneMatch(tried -> (found + ".").startsWith(tried + ".")))
        .findFirst()
        .map(found ->
            "Ebbgate: profile %s was tried with %s, and this is %s."
                .formatted(profile, String.join(", ", versions), found));
  }

  /** {@code 1.31.2} of {@code registry:5000/istio/proxyv2:v1.31.2-distroless@sha256:...}. */
  private Optional<String> version(String reference) {
    int digest = reference.indexOf('@');
    String named = digest < 0 ? reference : reference.substring(0, digest);
    int colon = named.lastIndexOf(':');
    if (colon < 0 || !named.substring(0, colon).endsWith(image)) {
      return Optional.empty();
    }
    String tag = named.substring(colon + 1);
    String number = tag.startsWith("v") ? tag.substring(1) : tag;
    int end = 0;
    while (end < number.length() && "0123456789.".indexOf(number.charAt(end)) >= 0) {
      end++;
    }
    return Optional.of(number.substring(0, end)).filter(version -> version.contains("."));
  }
}
