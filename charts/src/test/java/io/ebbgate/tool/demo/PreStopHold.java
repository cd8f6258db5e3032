package io.ebbgate.tool.demo;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.webhook.load.Exchange;
import java.time.Duration;
import java.util.List;

/**
 * How long the kubelet was kept from stopping a pod, in ticker nanoseconds.
 *
 * @param began the hook was called
 * @param ended the hook was answered
 * @param lastWork the latest of the last request that the client saw end at this pod, the end of
 *     min-drain, and the end of the linger where idle connections were left
 * @param verdict from the sidecar's termination message
 */
public record PreStopHold(long began, long ended, long lastWork, String verdict) {
  /** Of a pod whose requests these are, with the settings' defaults. */
  static PreStopHold of(long began, long ended, String verdict, List<Exchange> exchanges) {
    long last = began + duration(Setting.MIN_DRAIN);
    for (Exchange exchange : exchanges) {
      boolean idle = verdict.equals(Outcome.LINGERED.wireName());
      long end = exchange.done() + (idle ? duration(Setting.IDLE_LINGER) : 0);
      last = end - last > 0 ? end : last;
    }
    return new PreStopHold(began, ended, last, verdict);
  }

  public Duration length() {
    return Duration.ofNanos(ended - began);
  }

  /** From the last work to the answer; negative would be an answer too early. */
  Duration afterLastWork() {
    return Duration.ofNanos(ended - lastWork);
  }

  private static long duration(Setting setting) {
    return DurationText.parse(setting.fallback()).orElseThrow().toNanos();
  }
}
