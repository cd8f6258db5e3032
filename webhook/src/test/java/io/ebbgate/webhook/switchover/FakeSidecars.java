package io.ebbgate.webhook.switchover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.termination.PodIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Sidecars of pods that do what they are told, or don't answer, or refuse. */
final class FakeSidecars implements SidecarCalls {
  private static final ObjectMapper JSON = new ObjectMapper();

  final List<PodEntry> pods = new CopyOnWriteArrayList<>(List.of(pod("a"), pod("b")));
  final Map<String, String> closedBy = new ConcurrentHashMap<>();
  final Set<String> silent = ConcurrentHashMap.newKeySet();
  final List<String> calls = new CopyOnWriteArrayList<>();

  /** Calls that contain one of these are carried out, and their answers are lost. */
  final Set<String> lost = ConcurrentHashMap.newKeySet();

  /** Takes each call before it is carried out. */
  volatile Consumer<String> watcher = _ -> {};

  /** What is closed has not begun, or is not over. */
  volatile String progress = "\"result\":\"running\",\"remaining\":0";

  volatile String notClosed = "{\"error\":\"no\"}";
  volatile int closeStatus = 202;
  volatile String refusal = "";
  volatile String cluster = "old";
  volatile int dryRunStatus = 200;
  volatile int others;
  volatile int behind;
  private volatile boolean letIn;
  volatile String dryRunBody = "{\"there\":3,\"working\":1}";

  static PodEntry pod(String name) {
    return pod(name, false, PodEntry.Sidecar.RUNNING);
  }

  static PodEntry pod(String name, boolean terminating, PodEntry.Sidecar sidecar) {
    return new PodEntry(
        new PodIdentity("uid-" + name, "shop", name, "Deployment", "edge"),
        true,
        terminating,
        sidecar,
        OptionalInt.of(1),
        "token");
  }

  /** Pods whose listener is kept closed. */
  List<String> closed() {
    return new ArrayList<>(closedBy.keySet());
  }

  @Override
  public Answer call(PodEntry pod, String method, String target, Duration limit) {
    String call = pod.name() + " " + method + " " + target;
    calls.add(call);
    watcher.accept(call);
    if (silent.contains(pod.name())) {
      return new Answer.NoAnswer(pod.silence(), false);
    }
    Answer answer = answer(pod, method, target);
    return lost.stream().anyMatch(call::contains)
        ? new Answer.NoAnswer("it does not answer", false)
        : answer;
  }

  private Answer answer(PodEntry pod, String method, String target) {
    if (target.equals("/v1/listeners")) {
      String why = refusal.isEmpty() ? "" : ",\"closesRefused\":\"" + refusal + "\"";
      return replied(
          200, "{\"listeners\":[{\"name\":\"db\",\"closable\":true}],\"closes\":[]" + why + "}");
    }
    if (target.contains("/route")) {
      return replied(
          200,
          """
          {"clusters":["%1$s"],"complete":true,"endpoints":[{"cluster":"%1$s",\
          "address":"10.0.0.7:3306","healthy":true,"connections":4},{"cluster":"old",\
          "address":"10.0.0.8:3306","healthy":true,"connections":%2$d}]}
          """
              .formatted(cluster, others + behind));
    }
    if (target.contains("dry-run")) {
      return replied(dryRunStatus, dryRunBody);
    }
    if (target.contains("until-route") && !target.contains("until-route=cluster%3D" + cluster)) {
      return id(target).equals(closedBy.get(pod.name()))
          ? running(202, id(target))
          : replied(409, "{}");
    }
    return close(pod.name(), method, id(target));
  }

  private Answer close(String pod, String method, String id) {
    Optional<String> by = Optional.ofNullable(closedBy.get(pod));
    return switch (method) {
      case "POST" -> {
        if (by.isPresent() && !by.get().equals(id)) {
          yield replied(409, "{\"error\":\"busy\",\"running\":{}}");
        }
        if (closeStatus >= 400) {
          yield replied(closeStatus, "{\"error\":\"four are being closed\"}");
        }
        closedBy.put(pod, id);
        // What is closed after clients were let in is led where the route points.
        behind = letIn ? 0 : behind;
        yield running(202, id);
      }
      case "DELETE" -> {
        if (by.isEmpty() || !by.get().equals(id)) {
          yield replied(409, "{\"error\":\"none\"}");
        }
        closedBy.remove(pod);
        letIn = true;
        yield replied(
            200,
            "{\"id\":\"%s\",\"result\":\"called_off\",\"closed\":3,\"others\":%d}"
                .formatted(id, others));
      }
      default -> by.map(other -> running(200, other)).orElseGet(() -> replied(404, notClosed));
    };
  }

  private Answer running(int status, String id) {
    return replied(status, "{\"id\":\"%s\",\"closed\":3,%s}".formatted(id, progress));
  }

  private static String id(String target) {
    int at = target.indexOf("id=");
    int end = target.indexOf('&', at);
    return at < 0 ? "" : target.substring(at + 3, end < 0 ? target.length() : end);
  }

  static Answer replied(int status, String body) {
    try {
      JsonNode json = JSON.readTree(body);
      return new Answer.Replied(status, json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
