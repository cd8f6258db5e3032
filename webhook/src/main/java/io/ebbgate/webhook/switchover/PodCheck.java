package io.ebbgate.webhook.switchover;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.switchover.GatewayPod.Ability;
import io.ebbgate.core.switchover.ListenerRoute;
import io.ebbgate.webhook.switchover.SidecarCalls.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What one pod can do, before anything is done.
 *
 * @param refusal why the listener can't be closed by any pod, as a sentence
 * @param busy whether another request closes it
 * @param there connections of the listener
 * @param working of those, that may have something in flight
 * @param listeners names of those whose connections a restart cuts
 * @param route empty where Envoy does not say
 * @param forbidden whether a permission of the user is missing
 */
record PodCheck(
    PodEntry pod,
    Ability ability,
    Optional<String> refusal,
    boolean busy,
    long there,
    long working,
    List<String> listeners,
    Optional<ListenerRoute> route,
    boolean forbidden) {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** Names in a message. */
  private static final int MOST_NAMES = 20;

  /** Listeners of which connections are counted. */
  private static final int MOST_COUNTED = 64;

  PodCheck {
    listeners = List.copyOf(listeners);
  }

  private static PodCheck silent(PodEntry pod, String why, boolean forbidden) {
    return new PodCheck(
        pod,
        new Ability.Silent("Pod %s can't be asked: %s.".formatted(pod.name(), why)),
        Optional.empty(),
        false,
        0,
        0,
        List.of(),
        Optional.empty(),
        forbidden);
  }

  /** Asks it. */
  static PodCheck of(PodEntry pod, SidecarCalls calls, SwitchoverRequest request)
      throws InterruptedException {
    return switch (calls.call(pod, "GET", Paths.LISTENERS, LIMIT)) {
      case Answer.NoAnswer(String why, boolean forbidden) -> silent(pod, why, forbidden);
      case Answer.Replied(int status, JsonNode body) when status == 200 ->
          counted(pod, calls, request, body);
      case Answer.Replied refused -> silent(pod, refused.error(), false);
    };
  }

  private static PodCheck counted(
      PodEntry pod, SidecarCalls calls, SwitchoverRequest request, JsonNode all)
      throws InterruptedException {
    Answer.Replied count;
    switch (calls.call(pod, "POST", request.dryRun(), LIMIT)) {
      case Answer.NoAnswer(String why, boolean forbidden) -> {
        return silent(pod, why, forbidden);
      }
      case Answer.Replied replied -> count = replied;
    }
    Optional<String> refusal = Optional.empty();
    switch (count.status()) {
      case 200 -> {}
      case 404 -> refusal = Optional.of(unknown(request.listener(), count.body()));
      case 400, 409 -> refusal = Optional.of(count.error());
      default -> {
        return silent(pod, withoutStop(count.error()), false);
      }
    }
    return new PodCheck(
        pod,
        ability(pod, all),
        refusal,
        closes(all, request.listener()),
        count.body().path("there").asLong(),
        count.body().path("working").asLong(),
        closable(all),
        route(pod, calls, request),
        false);
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

  /** Lists those there are. */
  private static String unknown(String listener, JsonNode body) {
    List<String> names = new ArrayList<>();
    body.path("listeners").forEach(name -> names.add(name.asText()));
    Collections.sort(names);
    String more =
        names.size() > MOST_NAMES ? " and %d more".formatted(names.size() - MOST_NAMES) : "";
    return "The gateway has no listener \"%s\"; it has %s%s."
        .formatted(
            listener,
            names.isEmpty() ? "none" : String.join(", ", names.stream().limit(MOST_NAMES).toList()),
            more);
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

  /** What a restart of this pod cuts: connections of each listener that has some. */
  List<Long> cut(SidecarCalls calls) throws InterruptedException {
    List<Long> counts = new ArrayList<>();
    for (String name : listeners.stream().limit(MOST_COUNTED).toList()) {
      if (calls.call(pod, "POST", SwitchoverRequest.countOf(name), LIMIT)
              instanceof Answer.Replied(int status, JsonNode body)
          && status == 200
          && body.path("there").asLong() > 0) {
        counts.add(body.path("there").asLong());
      }
    }
    return counts;
  }
}
