package io.ebbgate.webhook.status;

import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.webhook.observer.VerdictJson;
import io.ebbgate.webhook.status.GatewayPod.Sidecar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * StatusSnapshot as tests need them: pods of the Deployment "edge", whose names are their UIDs too.
 */
final class TestSnapshot {
  static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
  static final PodSelector SHOP = new PodSelector(Optional.of("shop"), Optional.empty());
  static final PodSelector EVERYWHERE = new PodSelector(Optional.empty(), Optional.empty());

  private final List<GatewayPod> pods = new ArrayList<>();
  private final Map<String, SidecarStatus> statuses = new HashMap<>();
  private final List<PastDrain> past = new ArrayList<>();

  static PodIdentity identity(String name) {
    return new PodIdentity(name, "shop", name, "Deployment", "edge");
  }

  static GatewayPod pod(String name, boolean terminating, Sidecar sidecar) {
    return new GatewayPod(
        identity(name), terminating, sidecar, OptionalInt.of(15981), Optional.empty());
  }

  TestSnapshot running(String name, SidecarStatus status) {
    return with(pod(name, false, Sidecar.RUNNING), status);
  }

  TestSnapshot terminating(String name, SidecarStatus status) {
    return with(pod(name, true, Sidecar.RUNNING), status);
  }

  TestSnapshot starting(String name) {
    pods.add(pod(name, false, Sidecar.NOT_RUNNING));
    return this;
  }

  /** A pod whose sidecar left that termination message. */
  TestSnapshot ended(String name, String message) {
    pods.add(
        new GatewayPod(
            identity(name),
            true,
            Sidecar.ENDED,
            OptionalInt.of(15981),
            VerdictJson.readSidecars(message)));
    return this;
  }

  TestSnapshot with(GatewayPod pod, SidecarStatus status) {
    pods.add(pod);
    statuses.put(pod.pod().uid(), status);
    return this;
  }

  /** A deleted pod with that verdict document. */
  TestSnapshot deleted(String name, Duration ago, String verdict) {
    past.add(
        new PastDrain(identity(name), NOW.minus(ago), VerdictJson.read(verdict).orElseThrow()));
    return this;
  }

  StatusSnapshot build() {
    return new StatusSnapshot(NOW, pods, statuses, Optional.of(past), Optional.empty());
  }

  StatusSnapshot buildWithoutEvents(String warning) {
    return new StatusSnapshot(NOW, pods, statuses, Optional.empty(), Optional.of(warning));
  }

  static SidecarStatus serving() {
    return SidecarClient.read("{\"phase\":\"serving\"}");
  }

  static SidecarStatus draining(String phase, String connections, String requests, double held) {
    return SidecarClient.read(status(phase, true, "forced", connections, requests, held));
  }

  static SidecarStatus released(String verdict) {
    return SidecarClient.read(status(PhaseNames.RELEASED, false, verdict, "2", "0", 6.7));
  }

  /** The document of a drain of 6.7 s. */
  static String verdict(String verdict, String connections) {
    return status(PhaseNames.RELEASED, false, verdict, connections, "0", 6.7);
  }

  static String status(
      String phase,
      boolean provisional,
      String verdict,
      String connections,
      String requests,
      double held) {
    return """
    {"phase":"%s","verdict":"%s","provisional":%s,"trigger":"deletion",\
    "startedAt":"2026-11-21T19:59:41Z","holdSeconds":%s,"budgetSeconds":60.000,\
    "connections":{"start":44,"end":%s},"requests":{"start":4,"end":%s}}\
    """
        .formatted(phase, verdict, provisional, held, connections, requests);
  }
}
