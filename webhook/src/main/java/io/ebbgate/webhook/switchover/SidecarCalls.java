package io.ebbgate.webhook.switchover;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** Calls of sidecars' control ports. */
@FunctionalInterface
interface SidecarCalls {
  /** What a call came to. */
  sealed interface Answer {
    /** The sidecar answered; {@code body} is any JSON. */
    record Replied(int status, JsonNode body) implements Answer {
      /** The sentence that says what is wrong. */
      String error() {
        return body.path("error").asText("it answers with status " + status);
      }
    }

    /** It did not; {@code why} ends a sentence. */
    record NoAnswer(String why, boolean forbidden) implements Answer {}
  }

  /**
   * Makes one call.
   *
   * @param target path and query
   */
  Answer call(PodEntry pod, String method, String target, Duration limit)
      throws InterruptedException;
}
