package io.ebbgate.core.drain;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How this Envoy is drained: which calls tell its clients, and what is counted.
 *
 * @param announcement the call that tells clients; with {@code FAIL_READINESS} nothing is sent at
 *     the hook, because that call must not come early
 * @param contexts the listeners that are counted; empty with {@code known} false
 * @param known false where Envoy could not be asked: everything is then unknown, and waited for
 * @param tellTime what clients need between being told and having gone
 * @param notes what a reader should know of this Envoy, one sentence each
 */
public record Plan(
    Optional<EnvoyVersion> version,
    AdminAction announcement,
    List<ListenerFacts> contexts,
    boolean known,
    Duration tellTime,
    List<String> notes) {

  public Plan {
    requireNonNull(version);
    requireNonNull(announcement);
    contexts = List.copyOf(contexts);
    requireNonNull(tellTime);
    notes = List.copyOf(notes);
  }

  /** One line for logs and the verdict: {@code announce, 2 listeners, Envoy 1.40.0}. */
  public String summary() {
    return announcement.word()
        + ", "
        + (known ? contexts.size() + " listeners" : "listeners unknown")
        + ", Envoy "
        + version.map(EnvoyVersion::toString).orElse("unknown");
  }
}
