package io.ebbgate.tool.demo;

import static java.util.function.Predicate.not;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.tool.kubelet.PodEvent;
import io.ebbgate.tool.kubelet.PodEvent.Kind;
import io.ebbgate.tool.kubelet.PodSandbox;
import io.ebbgate.tool.kubelet.RefusedPodException;
import io.ebbgate.tool.kubelet.RunningPod;
import io.ebbgate.webhook.load.Balancer;
import io.ebbgate.webhook.load.Balancer.State;
import io.ebbgate.webhook.load.Exchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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

  private static final Duration PHASE_LIMIT = Duration.ofMillis(500);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunningPod pod;
  private final InetSocketAddress endpoint;
  private final boolean injected;
  private final HttpClient client;

  /**
   * One pod's deletion and drain in a run.
   *
   * @param deleted when it was deleted, if it was
   * @param gone when its last process had ended
   * @param hold of its preStop hook, if it has one
   */
  public record Result(
      String name, OptionalLong deleted, OptionalLong gone, Optional<PreStopHold> hold) {}

  private DemoPod(RunningPod pod, InetSocketAddress endpoint, boolean injected, HttpClient client) {
    this.pod = pod;
    this.endpoint = endpoint;
    this.injected = injected;
    this.client = client;
  }

  static DemoPod start(
      JsonNode manifest, PodSandbox place, Balancer balancer, HttpClient client, Ticker ticker)
      throws DemoFailure, IOException {
    boolean injected =
        manifest.at("/spec/initContainers").findValuesAsText("name").contains(Containers.SIDECAR);
    try {
      RunningPod pod = RunningPod.start(manifest, place, ticker, new SplittableRandom(1));
      InetSocketAddress endpoint = new InetSocketAddress(place.address(), GatewayManifest.PORT);
      DemoPod started = new DemoPod(pod, endpoint, injected, client);
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
    Optional<String> reported = injected ? reportedPhase() : Optional.<String>empty();
    boolean started = at(Kind.READY, "").isPresent();
    return !started ? "starting" : reported.orElse(deleted ? "stopping" : "serving");
  }

  /** Requested as {@code kubectl port-forward} and curl would; empty where no sidecar answers. */
  private Optional<String> reportedPhase() throws InterruptedException {
    String host = endpoint.getAddress().getHostAddress();
    URI uri = URI.create("http://" + host + ":" + Ports.CONTROL + Paths.STATUS);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(PHASE_LIMIT).build();
    try {
      String answer = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return Optional.of(JSON.readTree(answer).path("phase").asText()).filter(not(String::isEmpty));
    } catch (IOException noSidecar) {
      return Optional.empty();
    }
  }

  /** Its deletion and drain, when the run is over. */
  public Result result(List<Exchange> exchanges) throws IOException {
    return new Result(name(), number(Kind.DELETED), number(Kind.GONE), hold(exchanges));
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
      return JSON.readTree(message).path(VerdictFields.VERDICT).asText("none");
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
    return at(kind, "").map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  private Optional<Long> at(Kind kind, String container) {
    return pod.events().at(kind, container);
  }
}
