package io.ebbgate.tool.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.verdict.VerdictFields;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The life of a pod, as its status showed it.
 *
 * @param address its own, empty before it had one
 * @param deleted when its deletion was seen
 * @param removed when it was no longer there
 * @param messages the last termination message of each container
 */
public record PodHistory(
    String name,
    String node,
    String address,
    boolean injected,
    Instant created,
    Optional<Instant> ready,
    Optional<Instant> deleted,
    Optional<Instant> removed,
    int restarts,
    Map<String, String> messages) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public PodHistory {
    messages = Map.copyOf(messages);
  }

  /** The sidecar's verdict, where its termination message can be read. */
  public Optional<JsonNode> verdict() {
    String message = messages.getOrDefault(Containers.SIDECAR, "");
    try {
      JsonNode verdict = JSON.readTree(message);
      return verdict.has(VerdictFields.VERDICT) ? Optional.of(verdict) : Optional.empty();
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  /** The verdict as it is written; empty for none. */
  public String wireName() {
    return verdict().map(each -> each.path(VerdictFields.VERDICT).asText()).orElse("");
  }

  /** Whether the sidecar did not come to the end of its drain. */
  public boolean provisional() {
    return verdict().map(each -> each.path(VerdictFields.PROVISIONAL).asBoolean()).orElse(false);
  }

  /** From the hook to its answer, by the verdict. */
  public Optional<Duration> holdTime() {
    return verdict()
        .map(each -> each.path(VerdictFields.HOLD_SECONDS).asDouble())
        .map(seconds -> Duration.ofNanos((long) (seconds * 1e9)));
  }

  public Optional<Instant> hookCalled() {
    return verdict().map(each -> Instant.parse(each.path(VerdictFields.STARTED_AT).asText()));
  }

  public Optional<Instant> hookAnswered() {
    return hookCalled().flatMap(began -> holdTime().map(began::plus));
  }

  /** From its deletion to its end. */
  public Optional<Duration> terminating() {
    return deleted.flatMap(from -> removed.map(to -> Duration.between(from, to)));
  }
}
