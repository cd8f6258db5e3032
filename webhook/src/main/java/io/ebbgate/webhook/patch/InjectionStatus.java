package io.ebbgate.webhook.patch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.contract.Annotations;
import java.util.Optional;

/**
 * The status annotation: what was done to a pod, and why. A pod with it was changed once, which
 * does not say that everything is still there.
 *
 * @param mode word of the mode
 * @param reason word of the decision
 * @param hash of the injection
 */
public record InjectionStatus(
    String version, String profile, String mode, String container, String reason, String hash) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  public InjectionStatus {
    requireNonNull(version);
    requireNonNull(profile);
    requireNonNull(mode);
    requireNonNull(container);
    requireNonNull(reason);
    requireNonNull(hash);
  }

  static InjectionStatus of(Injection injection, PatchInputs inputs) {
    return new InjectionStatus(
        inputs.version(),
        injection.profile().name(),
        injection.mode().wireName(),
        injection.container(),
        inputs.reason(),
        inputs.hash());
  }

  /** The pod's mark; empty where the annotation is missing or was not written by us. */
  public static Optional<InjectionStatus> in(JsonNode pod) {
    String text = pod.path("metadata").path("annotations").path(Annotations.STATUS).asText();
    try {
      return Optional.of(MAPPER.readTree(text))
          .filter(tree -> !tree.path("hash").asText().isEmpty())
          .map(InjectionStatus::read);
    } catch (JsonProcessingException notOurs) {
      return Optional.empty();
    }
  }

  private static InjectionStatus read(JsonNode tree) {
    return new InjectionStatus(
        tree.path("version").asText(),
        tree.path("profile").asText(),
        tree.path("mode").asText(),
        tree.path("container").asText(),
        tree.path("reason").asText(),
        tree.path("hash").asText());
  }

  /** Whether both tell of the same additions, whoever made them and for what reason. */
  boolean tellsTheSameAs(InjectionStatus other) {
    return profile.equals(other.profile)
        && mode.equals(other.mode)
        && container.equals(other.container)
        && hash.equals(other.hash);
  }

  /** As it is written. */
  String text() {
    ObjectNode status = MAPPER.createObjectNode();
    status.put("version", version);
    status.put("profile", profile);
    status.put("mode", mode);
    status.put("container", container);
    status.put("reason", reason);
    status.put("hash", hash);
    return status.toString();
  }
}
