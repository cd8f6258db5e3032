package io.ebbgate.core.drain;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.contract.WireName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A plan in sentences, for people; no program reads them. */
public final class PlanExplanation {
  /** More listeners than this are not named. */
  private static final int NAMED = 20;

  private PlanExplanation() {}

  /** One sentence a fact, the plan's own notes last. */
  public static List<String> of(Plan plan) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        plan.version()
            .map("Envoy's version is %s."::formatted)
            .orElse("Envoy's version is unknown."));
    sentences.add(announcement(plan));
    if (plan.known()) {
      sentences.add(listeners("Counted", plan.contexts()));
      sentences.add(listeners("Not counted", plan.uncounted()));
    } else {
      sentences.add("Envoy's listeners are unknown, so the drain is held to its end.");
    }
    sentences.add(
        "A client that was told has %s to close its connection, then Envoy closes it."
            .formatted(DurationText.format(plan.noticeTime())));
    sentences.addAll(plan.notes());
    return List.copyOf(sentences);
  }

  private static String announcement(Plan plan) {
    return switch (plan.announcement()) {
      case ANNOUNCE ->
          "Clients are told by %s as soon as the hook comes; %s follows when no new client comes."
              .formatted(path(AdminAction.ANNOUNCE), path(AdminAction.FAIL_READINESS));
      case FAIL_READINESS, RESTORE_READINESS, STOP_LISTENERS ->
          ("Clients are told by %s when announcing is over, after max-announce at the latest; as"
                  + " soon as the hook comes where the readiness probe fails so slowly that %s can"
                  + " take it back.")
              .formatted(path(AdminAction.FAIL_READINESS), path(AdminAction.RESTORE_READINESS));
    };
  }

  private static String path(AdminAction action) {
    return "POST " + action.path();
  }

  private static String listeners(String title, List<ListenerFacts> listeners) {
    if (listeners.isEmpty()) {
      return title + ": none.";
    }
    String some =
        listeners.stream()
            .limit(NAMED)
            .map(PlanExplanation::listener)
            .collect(Collectors.joining(", "));
    return "%s: %s%s.".formatted(title, some, listeners.size() > NAMED ? ", ..." : "");
  }

  private static String listener(ListenerFacts listener) {
    String addresses =
        listener.bound().isEmpty()
            ? listener.address()
            : listener.bound().stream().map(Object::toString).collect(Collectors.joining(" and "));
    return "%s (%s on %s)"
        .formatted(Planner.brief(listener.name()), WireName.of(listener.protocol()), addresses);
  }
}
