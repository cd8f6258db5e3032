package io.ebbgate.webhook.switchover;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.switchover.GatewayPod.Ability;
import io.ebbgate.core.switchover.ListenerRoute;
import io.ebbgate.webhook.switchover.SidecarCalls.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one pod can do, before anything is done.
 *
 * @param refusal why it can't close the listener, whatever it may close
 * @param busy whether another request closes it
 * @param connections of the listener; empty if they could not be counted
 * @param listeners names of those whose connections a restart cuts
 * @param route empty where Envoy does not say
 */
record PodCheck(
    PodEntry pod,
    Ability ability,
    Optional<CheckRefusal> refusal,
    boolean busy,
    Optional<Connections> connections,
    List<String> listeners,
    Optional<ListenerRoute> route) {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** Listeners of which connections are counted. */
  private static final int MOST_COUNTED = 64;

  /**
   * Connections of a listener.
   *
   * @param working of those that are there, which may have something in flight
   */
  record Connections(long there, long working) {}

  /**
   * What a restart cuts.
   *
   * @param listeners how many have connections
   * @param known whether all were counted
   */
  record RestartCost(long connections, int listeners, boolean known) {}

  PodCheck {
    listeners = List.copyOf(listeners);
  }

  private static PodCheck silent(PodEntry pod, String why, Optional<CheckRefusal> refusal) {
    return new PodCheck(
        pod,
        new Ability.Silent("Pod %s can't be asked: %s.".formatted(pod.name(), withoutStop(why))),
        refusal,
        false,
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  private static PodCheck silent(PodEntry pod, Answer.NoAnswer answer) {
    return silent(
        pod,
        answer.why(),
        answer.forbidden() ? Optional.of(new CheckRefusal.Forbidden()) : Optional.empty());
  }

  /** Asks it. */
  static PodCheck of(PodEntry pod, SidecarCalls calls, SwitchoverRequest request)
      throws InterruptedException {
    return switch (calls.call(pod, "GET", Paths.LISTENERS, LIMIT)) {
      case Answer.NoAnswer none -> silent(pod, none);
      case Answer.Replied(int status, JsonNode body) when status == 200 ->
          counted(pod, calls, request, body);
      case Answer.Replied refused -> silent(pod, refused.error(), Optional.empty());
    };
  }

  private static PodCheck counted(
      PodEntry pod, SidecarCalls calls, SwitchoverRequest request, JsonNode all)
      throws InterruptedException {
    Answer.Replied count;
    switch (calls.call(pod, "POST", request.dryRun(), LIMIT)) {
      case Answer.NoAnswer none -> {
        return silent(pod, none);
      }
      case Answer.Replied replied -> count = replied;
    }
    Optional<CheckRefusal> refusal = CheckRefusal.read(count, request.shared());
    Optional<Connections> connections = connections(count);
    if (refusal.isEmpty() && connections.isEmpty()) {
      return silent(pod, count.noCount(), Optional.empty());
    }
    return new PodCheck(
        pod,
        ability(pod, all),
        refusal,
        closes(all, request.listener()),
        connections,
        closable(all),
        route(pod, calls, request));
  }

  /** Where the sidecar could not read the kernel's list, its zero is no count. */
  private static Optional<Connections> connections(Answer.Replied count) {
    JsonNode body = count.body();
    return count.isCount()
        ? Optional.of(new Connections(body.path("there").asLong(), body.path("working").asLong()))
        : Optional.empty();
  }

  private static String withoutStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private static Ability ability(PodEntry pod, JsonNode all) {
    String refused = all.path("closesRefused").asText();
    return refused.isEmpty()
        ? new Ability.Closes()
        : new Ability.ClosesNone("Pod %s closes no connections: %s".formatted(pod.name(), refused));
  }

  private static boolean closes(JsonNode all, String listener) {
    for (JsonNode each : all.path("closes")) {
      if (each.path("listener").asText().equals(listener)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> closable(JsonNode all) {
    List<String> names = new ArrayList<>();
    for (JsonNode each : all.path("listeners")) {
      if (each.path("closable").asBoolean()) {
        names.add(each.path("name").asText());
      }
    }
    return names;
  }

  private static Optional<ListenerRoute> route(
      PodEntry pod, SidecarCalls calls, SwitchoverRequest request) throws InterruptedException {
    return calls.call(pod, "GET", request.endpoints(List.of()), LIMIT)
                instanceof Answer.Replied(int status, JsonNode body)
            && status == 200
        ? Optional.of(RouteJson.read(body))
        : Optional.empty();
  }

  /** Counts what a restart of this pod cuts. */
  RestartCost restartCost(SidecarCalls calls) throws InterruptedException {
    long cut = 0;
    int hit = 0;
    boolean known = listeners.size() <= MOST_COUNTED;
    for (String name : listeners.stream().limit(MOST_COUNTED).toList()) {
      Optional<Connections> counted =
          calls.call(pod, "POST", SwitchoverRequest.countOf(name), LIMIT)
                  instanceof Answer.Replied replied
              ? connections(replied)
              : Optional.empty();
      known &= counted.isPresent();
      long there = counted.map(Connections::there).orElse(0L);
      cut += there;
      hit += there > 0 ? 1 : 0;
    }
    return new RestartCost(cut, hit, known);
  }
}
