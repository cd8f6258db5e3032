package io.ebbgate.webhook.status;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that was learned at one time.
 *
 * @param pods that are there, by namespace and name
 * @param answers of those that were asked, by UID
 * @param past drains of pods that may be gone, the newest first; empty where nobody may know
 * @param trouble what could not be learned, in a sentence
 */
public record Facts(
    Instant at,
    List<GatewayPod> pods,
    Map<String, Answer> answers,
    Optional<List<PastDrain>> past,
    Optional<String> trouble) {
  public Facts {
    requireNonNull(at);
    pods = List.copyOf(pods);
    answers = Map.copyOf(answers);
    past = past.map(List::copyOf);
    requireNonNull(trouble);
  }

  /** The same, which could not be learned anew. */
  public Facts stale(String why) {
    return new Facts(at, pods, answers, past, Optional.of(why));
  }

  /** Whether there is nothing to show. */
  public boolean none() {
    return pods.isEmpty() && past.orElse(List.of()).isEmpty();
  }
}
