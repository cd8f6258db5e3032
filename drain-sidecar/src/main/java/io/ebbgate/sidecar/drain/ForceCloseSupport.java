package io.ebbgate.sidecar.drain;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.config.ForceClose;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.PodTerms;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.sidecar.kernel.SocketCloser;
import java.util.Optional;

/**
 * Whether connections can be closed by force, where the pod asks for it.
 *
 * @param requested the pod's terms as it asks for them
 * @param refusal why they can't be, as a sentence's end
 */
public record ForceCloseSupport(PodTerms requested, Optional<String> refusal) {
  /** Tries it if the pod's settings ask for it; else nothing is loaded. */
  public static ForceCloseSupport probe(PodTerms pod, Ticker ticker) {
    return new ForceCloseSupport(
        pod, asked(pod) ? new SocketCloser(ticker).probe() : Optional.empty());
  }

  private static boolean asked(PodTerms pod) {
    return pod.settings().forceClose() != ForceClose.OFF;
  }

  /** The terms that hold: without what can't be done. */
  public PodTerms terms() {
    return refusal.isPresent() ? requested.withoutForceClose(sentence().orElseThrow()) : requested;
  }

  /** Whether connections are closed by force; empty where the pod doesn't ask for it. */
  public Optional<Boolean> available() {
    return asked(requested) ? Optional.of(refusal.isEmpty()) : Optional.empty();
  }

  /** For people; empty where the pod doesn't ask for it. */
  public Optional<String> sentence() {
    String setting = Setting.FORCE_CLOSE.wireName();
    String value = requested.settings().forceClose().wireName();
    return available()
        .map(can ->
            can
                ? "%s is %s: connections that are left at the end are closed over %s."
                    .formatted(setting, value, DurationText.format(requested.settings().spread()))
                : "%s is %s, but has no effect: %s."
                    .formatted(setting, value, refusal.orElseThrow()));
  }
}
