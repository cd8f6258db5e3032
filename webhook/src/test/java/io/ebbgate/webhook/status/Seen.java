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

/** Facts as tests need them: pods of the Deployment "edge", whose names are their UIDs too. */
final class Seen {
  static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
  static final Scope SHOP = new Scope(Optional.of("shop"), Optional.empty());
  static final Scope EVERYWHERE = new Scope(Optional.empty(), Optional.empty());

  private final List<GatewayPod> pods = new ArrayList<>();
  private final Map<String, Answer> answers = new HashMap<>();
  private final List<PastDrain> past = new ArrayList<>();

  static PodIdentity identity(String name) {
    return new PodIdentity(name, "shop", name, "Deployment", "edge");
  }

  static GatewayPod pod(String name, boolean leaving, Sidecar sidecar) {
    return new GatewayPod(
        identity(name), leaving, sidecar, OptionalInt.of(15981), Optional.empty());
  }

  Seen stays(String name, Answer answer) {
    return with(pod(name, false, Sidecar.RUNNING), answer);
  }

  Seen leaves(String name, Answer answer) {
    return with(pod(name, true, Sidecar.RUNNING), answer);
  }

  Seen starts(String name) {
    pods.add(pod(name, false, Sidecar.NOT_RUNNING));
    return this;
  }

  /** Its sidecar has left that. */
  Seen ended(String name, String message) {
    pods.add(
        new GatewayPod(
            identity(name),
            true,
            Sidecar.ENDED,
            OptionalInt.of(15981),
            VerdictJson.readSidecars(message)));
    return this;
  }

  Seen with(GatewayPod pod, Answer answer) {
    pods.add(pod);
    answers.put(pod.pod().uid(), answer);
    return this;
  }

  /** Deleted with this verdict document. */
  Seen left(String name, Duration ago, String verdict) {
    past.add(
        new PastDrain(identity(name), NOW.minus(ago), VerdictJson.read(verdict).orElseThrow()));
    return this;
  }

  Facts facts() {
    return new Facts(NOW, pods, answers, Optional.of(past), Optional.empty());
  }

  Facts withoutPast(String trouble) {
    return new Facts(NOW, pods, answers, Optional.empty(), Optional.of(trouble));
  }

  static Answer serving() {
    return StatusText.read("{\"phase\":\"serving\"}");
  }

  static Answer draining(String phase, String connections, String requests, double held) {
    return StatusText.read(status(phase, true, "forced", connections, requests, held));
  }

  static Answer released(String verdict) {
    return StatusText.read(status(PhaseNames.RELEASED, false, verdict, "2", "0", 6.7));
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
