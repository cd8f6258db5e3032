package io.ebbgate.webhook.patch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.contract.Annotations;
import java.util.Optional;

/**
 * The status annotation: what an injection added to a pod, and why. It says that the pod was
 * injected once, not that everything is still there.
 *
 * @param version of the program that injected
 * @param mode the mode's wire name
 * @param reason the reason's wire name
 * @param hash of the injection
 * @param nonce what the token was made from, of a pod without a controller; 1 to 256 characters
 */
public record InjectionStatus(
    String version,
    String profile,
    String mode,
    String container,
    String reason,
    String hash,
    Optional<String> nonce) {
  private static final int LONGEST_NONCE = 256;

  /** In characters: ten times what is written. A tree takes thirty times its text. */
  private static final int LONGEST = 8 << 10;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  public InjectionStatus {
    requireNonNull(version);
    requireNonNull(profile);
    requireNonNull(mode);
    requireNonNull(container);
    requireNonNull(reason);
    requireNonNull(hash);
    requireNonNull(nonce);
  }

  static InjectionStatus of(Injection injection, PatchInputs inputs) {
    return new InjectionStatus(
        inputs.version(),
        injection.profile().name(),
        injection.mode().wireName(),
        injection.container(),
        inputs.reason(),
        inputs.hash(),
        inputs.token().nonce().filter(_ -> injection.mode() == Mode.AGENT));
  }

  /** Parses the pod's annotation; empty where it is missing or not in our form. */
  public static Optional<InjectionStatus> in(JsonNode pod) {
    String text = pod.path("metadata").path("annotations").path(Annotations.STATUS).asText();
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
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
        tree.path("hash").asText(),
        Optional.of(tree.path("nonce").asText())
            .filter(each -> !each.isEmpty() && each.length() <= LONGEST_NONCE));
  }

  /** Whether this container was given the sleep hook. */
  public boolean addedSleepTo(String name) {
    return mode.equals(Mode.SLEEP.wireName()) && container.equals(name);
  }

  /** Whether both describe the same additions, whatever the program's version and the reason. */
  boolean hasSameAdditionsAs(InjectionStatus other) {
    return profile.equals(other.profile)
        && mode.equals(other.mode)
        && container.equals(other.container)
        && hash.equals(other.hash);
  }

  /** The annotation's value, JSON. */
  String text() {
    ObjectNode status = MAPPER.createObjectNode();
    status.put("version", version);
    status.put("profile", profile);
    status.put("mode", mode);
    status.put("container", container);
    status.put("reason", reason);
    status.put("hash", hash);
    nonce.ifPresent(each -> status.put("nonce", each));
    return status.toString();
  }
}
