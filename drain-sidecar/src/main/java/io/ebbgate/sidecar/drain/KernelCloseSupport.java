package io.ebbgate.sidecar.drain;

import io.ebbgate.core.admission.SelectiveClose;
import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.config.ForceClose;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.PodTerms;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.sidecar.kernel.SocketCloser;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether this process can close connections by the kernel, where the pod requests it: on demand
 * (selective close), or at the end of a drain ({@code force-close}).
 *
 * @param requested the pod's terms as it requests them
 * @param selective what the webhook decided of selective close
 * @param refusal why the kernel closes none, as a sentence's end
 */
public record KernelCloseSupport(
    PodTerms requested, SelectiveClose selective, Optional<String> refusal) {
  /** Tries it if the pod's settings request it; else nothing is loaded. */
  public static KernelCloseSupport probe(PodTerms pod, SelectiveClose selective, Ticker ticker) {
    boolean wanted = selective == SelectiveClose.ON || forced(pod);
    return new KernelCloseSupport(
        pod, selective, wanted ? new SocketCloser(ticker).probe() : Optional.empty());
  }

  private static boolean forced(PodTerms pod) {
    return pod.settings().forceClose() != ForceClose.OFF;
  }

  /** The terms that hold: without what can't be done. */
  public PodTerms terms() {
    return refusal.isPresent() && forced(requested)
        ? requested.withoutForceClose(forceCloseSentence())
        : requested;
  }

  /** Whether drains close connections; empty where the pod doesn't request it. */
  public Optional<Boolean> forceClose() {
    return forced(requested) ? Optional.of(refusal.isEmpty()) : Optional.empty();
  }

  /** Whether connections are closed on demand; empty where the pod doesn't request it. */
  public Optional<Boolean> onDemand() {
    return selective == SelectiveClose.NOT_REQUESTED
        ? Optional.empty()
        : Optional.of(selective == SelectiveClose.ON && refusal.isEmpty());
  }

  /** Why connections are not closed on demand, as one sentence; empty where they are. */
  public Optional<String> demandRefused() {
    return onDemand().orElse(false) ? Optional.empty() : Optional.of(selectiveSentence());
  }

  /** For people; none where the pod requests neither. */
  public Stream<String> sentences() {
    return Stream.concat(
        forceClose().map(_ -> forceCloseSentence()).stream(),
        onDemand().map(_ -> selectiveSentence()).stream());
  }

  private String forceCloseSentence() {
    String setting = Setting.FORCE_CLOSE.wireName();
    String value = requested.settings().forceClose().wireName();
    return refusal.isPresent()
        ? "%s is %s, but has no effect: %s.".formatted(setting, value, refusal.get())
        : "%s is %s: connections that are left at the end are closed over %s."
            .formatted(setting, value, DurationText.format(requested.settings().spread()));
  }

  private String selectiveSentence() {
    if (selective == SelectiveClose.NOT_REQUESTED) {
      return "Selective close is off: %s.".formatted(selective.reason());
    }
    return refusal.isPresent()
        ? "%s is on, but has no effect: %s.".formatted(Annotations.SELECTIVE_CLOSE, refusal.get())
        : "%s %s".formatted(Annotations.SELECTIVE_CLOSE, selective.sentence());
  }
}
