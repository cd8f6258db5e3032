package io.ebbgate.system.demo;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long the kubelet was kept from stopping a pod, in ticker nanoseconds.
 *
 * @param began the hook was called
 * @param ended the hook was answered
 * @param lastWork the latest of the last request that the client saw end at this pod, the end of
 *     min-drain, and the end of the linger where idle connections were left
 * @param verdict the outcome's word, from the sidecar's termination message
 */
record Hold(long began, long ended, long lastWork, String verdict) {
  Hold {
    requireNonNull(verdict);
  }

  Duration length() {
    return Duration.ofNanos(ended - began);
  }

  /** From the last work to the answer; negative would be an answer too early. */
  Duration afterLastWork() {
    return Duration.ofNanos(ended - lastWork);
  }
}
