package io.ebbgate.webhook.switchover;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.switchover.GatewayPod;
import io.ebbgate.core.switchover.GatewayPod.Ability;
import io.ebbgate.core.switchover.Replacement;
import io.ebbgate.core.switchover.SwitchoverStep.Quiet;
import io.ebbgate.webhook.switchover.PodView.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** All pods of the gateway: those of the beginning, and those that take their places. */
final class GatewayView {
  /** For the answers of one look; later ones count at the next. */
  private static final Duration LOOK = Duration.ofMillis(300);

  private final Supplier<List<PodEntry>> pods;
  private final SidecarCalls calls;
  private final SwitchoverRequest request;
  private final List<String> before;
  private final Ticker ticker;
  private final Map<String, Ability> abilities;
  private final long ready;
  private final Map<String, PodView> views = new LinkedHashMap<>();
  private boolean begun;

  /**
   * A view of pods that were checked.
   *
   * @param pods as they are listed now
   */
  GatewayView(
      Supplier<List<PodEntry>> pods,
      SidecarCalls calls,
      SwitchoverRequest request,
      List<PodCheck> checks,
      Ticker ticker) {
    this.pods = pods;
    this.calls = calls;
    this.request = request;
    this.ticker = ticker;
    before =
        checks.stream()
            .flatMap(check -> check.route().stream())
            .flatMap(route -> route.clusters().stream())
            .distinct()
            .toList();
    abilities =
        checks.stream().collect(Collectors.toMap(check -> check.pod().uid(), PodCheck::ability));
    ready = checks.stream().filter(check -> serves(check.pod())).count();
  }

  private static boolean serves(PodEntry pod) {
    return pod.ready() && !pod.terminating();
  }

  private List<PodView> current() {
    List<PodView> current = new ArrayList<>();
    for (PodEntry pod : pods.get()) {
      if (isFollowed(pod)) {
        PodView view =
            views.computeIfAbsent(pod.uid(), _ -> new PodView(pod, calls, request, before, ticker));
        view.listed(pod);
        current.add(view);
      }
    }
    return current;
  }

  /** One that was about to go and did not answer, or came and goes, is no reason to wait. */
  private boolean isFollowed(PodEntry pod) {
    return !pod.terminating() || abilities.containsKey(pod.uid()) || views.containsKey(pod.uid());
  }

  private Ability ability(PodEntry pod) {
    return pod.sidecar() == PodEntry.Sidecar.RUNNING
        ? abilities.getOrDefault(pod.uid(), new Ability.Closes())
        : new Ability.Silent("Pod %s can't be asked: %s.".formatted(pod.name(), pod.silence()));
  }

  /** Asks every pod, and returns what is known when they have answered or had their time. */
  List<GatewayPod> look(Question question) throws InterruptedException {
    List<PodView> current = current();
    long end = ticker.nanos() + (question == Question.WATCH ? 0 : LOOK.toNanos());
    List<Thread> asked = current.stream().flatMap(view -> view.ask(question).stream()).toList();
    for (Thread thread : asked) {
      long left = end - ticker.nanos();
      if (left > 0) {
        var _ = thread.join(Duration.ofNanos(left));
      }
    }
    return current.stream().map(view -> view.known(ability(view.pod()))).toList();
  }

  /** How far the pods of the beginning are replaced. */
  Replacement replacement() {
    List<PodEntry> now = pods.get();
    List<PodEntry> old = now.stream().filter(pod -> abilities.containsKey(pod.uid())).toList();
    return new Replacement(
        old.stream().filter(pod -> !pod.terminating()).map(PodEntry::name).toList(),
        old.stream().filter(PodEntry::terminating).map(PodEntry::name).toList(),
        now.stream().filter(GatewayView::serves).count() >= ready);
  }

  /**
   * Keeps the listener closed at these pods from the one moment to the other. Until one pod does,
   * no other is told, so that of two switchovers at once one is refused everywhere.
   */
  void keepClosed(List<String> names, long from, long end, Quiet quiet)
      throws InterruptedException {
    List<PodView> chosen = new ArrayList<>(named(names));
    if (!begun && !chosen.isEmpty()) {
      PodView claimed = chosen.removeFirst();
      claimed.keepClosed(from, end, quiet);
      begun = claimed.isKeptClosed();
      if (!begun) {
        return;
      }
    }
    together(chosen, view -> view.keepClosed(from, end, quiet));
  }

  /** Closes once more what is there at these pods. */
  void closeAgain(List<String> names, Quiet quiet) throws InterruptedException {
    together(named(names), view -> view.closeAgain(quiet));
  }

  /** Leaves alone what was to be closed once more and still works. */
  void endClosesAgain() throws InterruptedException {
    together(views.values().stream().filter(PodView::closesAgain).toList(), PodView::endCloseAgain);
  }

  /** Lets clients in at these pods. */
  void letIn(List<String> names) throws InterruptedException {
    together(named(names), PodView::letIn);
  }

  /** Lets clients in at each pod that may still keep them out. */
  void letInEverywhere() throws InterruptedException {
    together(views.values().stream().filter(view -> !view.isReleased()).toList(), PodView::letIn);
  }

  /** Pods that may still keep clients out, each by itself until its time is over. */
  List<PodView> unreleased() {
    return views.values().stream().filter(view -> !view.isReleased()).toList();
  }

  /** All that were ever seen, by name. */
  List<PodView> all() {
    return views.values().stream().sorted(Comparator.comparing(view -> view.pod().name())).toList();
  }

  /** A pod that is there now. */
  Optional<PodEntry> pod(String name) {
    return pods.get().stream().filter(pod -> pod.name().equals(name)).findFirst();
  }

  private List<PodView> named(List<String> names) {
    return current().stream().filter(view -> names.contains(view.pod().name())).toList();
  }

  /** One call of a pod. */
  @FunctionalInterface
  private interface Call {
    void of(PodView view) throws InterruptedException;
  }

  /** Each call ends within its limit. */
  private static void together(List<PodView> views, Call call) throws InterruptedException {
    List<Thread> threads =
        views.stream()
            .map(view -> Thread.ofVirtual().name("call").start(() -> quietly(view, call)))
            .toList();
    for (Thread thread : threads) {
      var _ = thread.join(PodView.LIMIT.plusMillis(500));
    }
  }

  private static void quietly(PodView view, Call call) {
    try {
      call.of(view);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
