package io.ebbgate.webhook.audit;

import java.util.Optional;
import java.util.Set;

/** Which programs an image has, as far as its name tells. */
sealed interface ImagePrograms {
  /** Only these: an image without a shell. */
  record Only(Set<String> programs) implements ImagePrograms {
    public Only {
      programs = Set.copyOf(programs);
    }
  }

  /** An ordinary system, but without these. */
  record Without(Set<String> programs) implements ImagePrograms {
    public Without {
      programs = Set.copyOf(programs);
    }
  }

  /** An image that is not known. */
  record Unknown() implements ImagePrograms {}

  /** Whether the program is there; empty where that is not known. */
  default Optional<Boolean> has(String program) {
    return switch (this) {
      case Only(Set<String> programs) -> Optional.of(programs.contains(program));
      case Without(Set<String> programs) ->
          programs.contains(program) ? Optional.of(false) : Optional.empty();
      case Unknown _ -> Optional.empty();
    };
  }

  /**
   * Envoy's own image is Ubuntu's base with Envoy alone, or distroless (envoy, Dockerfile-envoy);
   * consul-dataplane's is distroless, or with {@code ubi} in its tag Red Hat's minimal system.
   */
  static ImagePrograms of(String image) {
    String name = withoutTag(image);
    String tag = image.substring(name.length());
    boolean distroless = tag.contains("distroless");
    // A digest alone may be that of any variant.
    if (tag.startsWith("@") || tag.contains("tools") || tag.contains("ubi")) {
      return new Unknown();
    }
    if (isEnvoys(image)) {
      return distroless
          ? new Only(Set.of("envoy"))
          : new Without(Set.of("curl", "wget", "nc", "netcat", "python", "python3", "jq"));
    }
    if (endsWith(name, "istio/proxyv2") && distroless) {
      return new Only(Set.of("pilot-agent", "envoy"));
    }
    if (endsWith(name, "hashicorp/consul-dataplane")) {
      return new Only(Set.of("consul-dataplane", "envoy", "dumb-init", "discover"));
    }
    return new Unknown();
  }

  /** Whether it is Envoy's own image. */
  static boolean isEnvoys(String image) {
    String name = withoutTag(image);
    return endsWith(name, "envoyproxy/envoy") || endsWith(name, "envoyproxy/envoy-contrib");
  }

  private static boolean endsWith(String name, String repository) {
    return name.equals(repository) || name.endsWith("/" + repository);
  }

  private static String withoutTag(String image) {
    int digest = image.indexOf('@');
    String named = digest < 0 ? image : image.substring(0, digest);
    int colon = named.lastIndexOf(':');
    return colon > named.lastIndexOf('/') ? named.substring(0, colon) : named;
  }
}
