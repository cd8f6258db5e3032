package io.ebbgate.core.drain;

import io.ebbgate.core.drain.EnvoyFacts.Strategy;
import io.ebbgate.core.drain.ListenerFacts.Direction;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Makes the plan from Envoy's facts. */
public final class Planner {
  /**
   * Under the gradual strategy a response announces with the probability elapsed over drain time:
   * up to this drain time every client is reached within a hold; above it only by {@code
   * /healthcheck/fail}.
   */
  static final Duration GRADUAL_IS_QUICK = Duration.ofSeconds(5);

  /** A note names at most this many listeners: it is part of every verdict. */
  private static final int NAMED = 3;

  private static final int LONGEST_NAME = 64;

  private Planner() {}

  /**
   * The plan for this Envoy.
   *
   * @param ignoredPorts ports of readiness and metrics listeners, which are not counted
   */
  public static Plan plan(EnvoyFacts facts, Set<Integer> ignoredPorts) {
    List<String> notes = new ArrayList<>();
    List<ListenerFacts> contexts =
        facts.listeners().stream().filter(listener -> counts(listener, ignoredPorts)).toList();
    if (contexts.isEmpty()) {
      notes.add("Envoy has no listener to count; it may not have its configuration yet.");
    }
    note(contexts, "TCP", "their clients can't be asked to close, only waited for.", Planner::tcp)
        .ifPresent(notes::add);
    note(
            contexts,
            "MODIFY_ONLY",
            "/healthcheck/fail does not reach their clients.",
            context -> context.modifyOnly() && !tcp(context))
        .ifPresent(notes::add);
    note(
            facts.listeners(),
            "",
            "not counted, since one of several addresses is an ignored port.",
            listener ->
                listener.bound().size() > 1
                    && !ignoredPorts.containsAll(listener.ports())
                    && byPort(listener, ignoredPorts))
        .ifPresent(notes::add);
    note(
            contexts,
            "",
            "filter chains have different timeouts; the longest notice counts.",
            context -> context.timeouts().size() > 1)
        .ifPresent(notes::add);
    notes.addAll(restricted(facts.restrictions()));
    if (facts.draining()) {
      notes.add("Envoy was DRAINING before the drain.");
    }
    AdminAction announcement = announcement(facts, contexts);
    if (slowlyGradual(facts) && idleHear(facts)) {
      notes.add(
          "Gradual strategy over %ds: idle connections hear of the drain at once, busy ones"
                  .formatted(facts.drainTime().toSeconds())
              + " after /healthcheck/fail.");
    }
    if (best(facts, contexts) == AdminAction.FAIL_READINESS) {
      notes.add(
          "Gradual strategy over %ds reaches too few clients; /healthcheck/fail announces."
              .formatted(facts.drainTime().toSeconds()));
    }
    return new Plan(
        facts.version(),
        announcement,
        contexts,
        facts.listeners().stream().filter(listener -> !counts(listener, ignoredPorts)).toList(),
        true,
        noticeTime(contexts),
        notes,
        facts.changes(),
        facts.restrictions());
  }

  /** The plan without an answer of Envoy: announce anyway, and take nothing for zero. */
  public static Plan blind(String cause) {
    return new Plan(
        Optional.empty(),
        AdminAction.ANNOUNCE,
        List.of(),
        List.of(),
        false,
        noticeTime(List.of()),
        List.of("Envoy did not answer: " + cause),
        Optional.empty(),
        Restrictions.NONE);
  }

  private static boolean counts(ListenerFacts listener, Set<Integer> ignoredPorts) {
    return switch (listener.protocol()) {
      case INTERNAL, UDP -> false;
      // Istio's listeners for clients are OUTBOUND; no profile's readiness or metrics listener is.
      case HTTP, HTTP3, TCP, MIXED -> !byPort(listener, ignoredPorts);
    };
  }

  /** Whether it isn't counted because of a port; it is one listener, whatever address it has. */
  private static boolean byPort(ListenerFacts listener, Set<Integer> ignoredPorts) {
    return listener.direction() != Direction.OUTBOUND
        && listener.ports().stream().anyMatch(ignoredPorts::contains);
  }

  private static List<String> restricted(Restrictions restrictions) {
    List<String> notes = new ArrayList<>();
    if (!restrictions.forbidden().isEmpty()) {
      notes.add(
          "Envoy's admin interface forbids %s; it is not called."
              .formatted(sorted(restrictions.forbidden(), AdminAction::path)));
    }
    if (!restrictions.missing().isEmpty()) {
      notes.add(
          "Envoy keeps no %s of counted listeners."
              .formatted(sorted(restrictions.missing(), Statistic::pattern)));
    }
    if (restrictions.besideParent()) {
      notes.add(
          "Envoy was restarted hot; the process before it may have connections, which the kernel"
              + " counts.");
    }
    return notes;
  }

  private static <T extends Comparable<T>> String sorted(Set<T> some, Function<T, String> name) {
    return some.stream().sorted().map(name).collect(Collectors.joining(", "));
  }

  /** The call that announces, or the other one where Envoy forbids it. */
  private static AdminAction announcement(EnvoyFacts facts, List<ListenerFacts> contexts) {
    Set<AdminAction> forbidden = facts.restrictions().forbidden();
    AdminAction best = best(facts, contexts);
    AdminAction other =
        best == AdminAction.ANNOUNCE ? AdminAction.FAIL_READINESS : AdminAction.ANNOUNCE;
    return forbidden.contains(best) && !forbidden.contains(other) ? other : best;
  }

  private static AdminAction best(EnvoyFacts facts, List<ListenerFacts> contexts) {
    if (!slowlyGradual(facts) || idleHear(facts)) {
      return AdminAction.ANNOUNCE;
    }
    boolean allInbound =
        !contexts.isEmpty()
            && contexts.stream().allMatch(context -> context.direction() == Direction.INBOUND);
    if (allInbound && facts.version().filter(EnvoyVersion::inboundDrainsAtOnce).isPresent()) {
      return AdminAction.ANNOUNCE;
    }
    boolean noneListens =
        !contexts.isEmpty() && contexts.stream().allMatch(ListenerFacts::modifyOnly);
    return noneListens ? AdminAction.ANNOUNCE : AdminAction.FAIL_READINESS;
  }

  private static boolean slowlyGradual(EnvoyFacts facts) {
    return facts.strategy() != Strategy.IMMEDIATE
        && facts.drainTime().compareTo(GRADUAL_IS_QUICK) > 0;
  }

  private static boolean idleHear(EnvoyFacts facts) {
    return facts.version().filter(EnvoyVersion::announcesToIdleConnections).isPresent();
  }

  private static Duration noticeTime(List<ListenerFacts> contexts) {
    return contexts.stream()
        .map(ListenerFacts::notice)
        .filter(Duration::isPositive)
        .max(Duration::compareTo)
        .orElseGet(ListenerFacts.Timeouts.DEFAULT::notice);
  }

  private static boolean tcp(ListenerFacts context) {
    return context.protocol() == Protocol.TCP;
  }

  /** One sentence, however many they are. */
  private static Optional<String> note(
      List<ListenerFacts> contexts, String kind, String sentence, Predicate<ListenerFacts> is) {
    List<String> names =
        contexts.stream().filter(is).map(context -> brief(context.name())).toList();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    String some = names.stream().limit(NAMED).collect(Collectors.joining(", "));
    return Optional.of(
        "%d %s%s (%s%s): %s"
            .formatted(
                names.size(),
                kind.isEmpty() ? "" : kind + " ",
                names.size() == 1 ? "listener" : "listeners",
                some,
                names.size() > NAMED ? ", ..." : "",
                sentence));
  }

  /** A name of bounded length. */
  static String brief(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...";
  }
}
