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

/** Sidecars of two pods that do what they are told, or don't answer, or refuse. */
final class FakeSidecars implements SidecarCalls {
  private static final ObjectMapper JSON = new ObjectMapper();

  final List<PodEntry> pods = new CopyOnWriteArrayList<>(List.of(pod("a"), pod("b")));
  final Map<String, String> closedBy = new ConcurrentHashMap<>();
  final Set<String> silent = ConcurrentHashMap.newKeySet();
  final List<String> calls = new CopyOnWriteArrayList<>();
  volatile Runnable onLetIn = () -> {};
  volatile String refusal = "";
  volatile String cluster = "old";
  volatile int dryRunStatus = 200;
  volatile int others;
  volatile int behind;
  private volatile boolean letIn;
  volatile String dryRunBody = "{\"there\":3,\"working\":1}";

  static PodEntry pod(String name) {
    return new PodEntry(
        new PodIdentity("uid-" + name, "shop", name, "Deployment", "edge"),
        true,
        false,
        OptionalInt.of(1),
        "token");
  }

  /** Pods whose listener is kept closed. */
  List<String> closed() {
    return new ArrayList<>(closedBy.keySet());
  }

  @Override
  public Answer call(PodEntry pod, String method, String target, Duration limit) {
    calls.add(pod.name() + " " + method + " " + target);
    if (method.equals("DELETE")) {
      onLetIn.run();
    }
    if (silent.contains(pod.name())) {
      return new Answer.NoAnswer("it does not answer", false);
    }
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
      default ->
          by.map(other -> running(200, other)).orElseGet(() -> replied(404, "{\"error\":\"no\"}"));
    };
  }

  private static Answer running(int status, String id) {
    return replied(
        status,
        "{\"id\":\"%s\",\"result\":\"running\",\"closed\":3,\"remaining\":0}".formatted(id));
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
