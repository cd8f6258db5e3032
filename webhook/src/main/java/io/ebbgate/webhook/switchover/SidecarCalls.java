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

      /** Whether it counts connections: a sidecar that can't read sockets says that it failed. */
      boolean isCount() {
        return status == 200 && !isFailed();
      }

      /** Why it is no count, as a sentence's end. */
      String noCount() {
        return isFailed()
            ? "its sidecar can't count connections: "
                + body.path("cause").asText("no cause is said")
            : error();
      }

      private boolean isFailed() {
        return body.path("result").asText().equals("failed");
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
