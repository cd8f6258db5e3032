package io.ebbgate.tool.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.tool.kubelet.PodEvent;
import io.ebbgate.tool.kubelet.PodEvent.Kind;
import io.ebbgate.tool.kubelet.PodSandbox;
import io.ebbgate.tool.kubelet.RefusedPodException;
import io.ebbgate.tool.kubelet.RunningPod;
import io.ebbgate.tool.load.Balancer;
import io.ebbgate.tool.load.Balancer.State;
import io.ebbgate.tool.load.Exchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running pod and its EndpointSlice controller: changes of its readiness update the balancer. */
public final class DemoPod implements AutoCloseable {
  /** The gateway's container. */
  private static final String GATEWAY = "envoy";

  private static final Duration READY_LIMIT = Duration.ofSeconds(30);
  private static final Duration GONE_LIMIT = Duration.ofSeconds(90);

  private final RunningPod pod;
  private final InetSocketAddress endpoint;
  private final boolean injected;
  private final PhaseClient phases;

  private DemoPod(
      RunningPod pod, InetSocketAddress endpoint, boolean injected, PhaseClient phases) {
    this.pod = pod;
    this.endpoint = endpoint;
    this.injected = injected;
    this.phases = phases;
  }

  static DemoPod start(
      JsonNode manifest, PodSandbox place, Balancer balancer, PhaseClient phases, Ticker ticker)
      throws DemoFailure, IOException {
    boolean injected =
        manifest.at("/spec/initContainers").findValuesAsText("name").contains(Containers.SIDECAR);
    try {
      RunningPod pod = RunningPod.start(manifest, place, ticker, new SplittableRandom(1));
      InetSocketAddress endpoint = new InetSocketAddress(place.address(), GatewayManifest.PORT);
      DemoPod started = new DemoPod(pod, endpoint, injected, phases);
      pod.events().listen(event -> started.updateBalancer(balancer, event));
      return started;
    } catch (RefusedPodException refused) {
      throw new DemoFailure("The pod was refused: " + refused.getMessage(), refused);
    }
  }

  String name() {
    return pod.name();
  }

  public void awaitReady() throws DemoFailure, IOException, InterruptedException {
    try {
      pod.awaitReady(READY_LIMIT);
    } catch (RefusedPodException refused) {
      throw new DemoFailure("The pod was refused: " + refused.getMessage(), refused);
    }
  }

  public void delete() {
    var _ = pod.delete();
  }

  /** Waits for the end of a pod that was deleted. */
  public void awaitGone() throws DemoFailure, InterruptedException {
    try {
      pod.delete().get(GONE_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException stillThere) {
      throw new DemoFailure(name() + " is not gone after " + GONE_LIMIT + ".", stillThere);
    }
  }

  boolean isGone() {
    return pod.isGone();
  }

  /** The phase that the sidecar reports; without one a phase by the pod's events. */
  String phase() throws InterruptedException {
    boolean deleted = at(Kind.DELETED, "").isPresent();
    Optional<String> reported =
        injected ? phases.of(endpoint.getAddress()) : Optional.<String>empty();
    boolean started = at(Kind.READY, "").isPresent();
    return !started ? "starting" : reported.orElse(deleted ? "stopping" : "serving");
  }

  /** Its deletion and drain, when the run is over. */
  public PodResult result(List<Exchange> exchanges) throws IOException {
    return new PodResult(name(), number(Kind.DELETED), number(Kind.GONE), hold(exchanges));
  }

  @Override
  public void close() {
    pod.close();
  }

  private Optional<PreStopHold> hold(List<Exchange> exchanges) throws IOException {
    Optional<Long> began = at(Kind.HOOK_STARTED, GATEWAY);
    Optional<Long> ended = at(Kind.HOOK_ENDED, GATEWAY);
    if (began.isEmpty() || ended.isEmpty()) {
      return Optional.empty();
    }
    List<Exchange> own = exchanges.stream().filter(each -> each.pod().equals(name())).toList();
    return Optional.of(PreStopHold.of(began.get(), ended.get(), verdict(), own));
  }

  private String verdict() throws IOException {
    String message = pod.terminationMessage(Containers.SIDECAR);
    try {
      return new ObjectMapper().readTree(message).path(VerdictFields.VERDICT).asText("none");
    } catch (JsonProcessingException notJson) {
      return "unreadable";
    }
  }

  private void updateBalancer(Balancer balancer, PodEvent event) {
    switch (event.kind()) {
      case READY -> balancer.update(name(), endpoint, State.READY);
      case DELETED -> balancer.update(name(), endpoint, State.SERVING_TERMINATING);
      case UNREADY, GONE -> balancer.update(name(), endpoint, State.OUT);
      case STARTED,
          HOOK_STARTED,
          HOOK_ENDED,
          HOOK_ABANDONED,
          FAILED_PRE_STOP_HOOK,
          UNHEALTHY,
          TERMINATED,
          KILLED,
          EXITED -> {
        // No change of an EndpointSlice.
      }
    }
  }

  private OptionalLong number(Kind kind) {
    return at(kind, "").map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private Optional<Long> at(Kind kind, String container) {
    return pod.events().at(kind, container);
  }
}
