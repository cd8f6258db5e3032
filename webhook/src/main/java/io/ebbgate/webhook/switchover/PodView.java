package io.ebbgate.webhook.switchover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.switchover.GatewayPod;
import io.ebbgate.core.switchover.GatewayPod.Ability;
import io.ebbgate.core.switchover.GatewayPod.Connections;
import io.ebbgate.core.switchover.GatewayPod.Listener;
import io.ebbgate.core.switchover.GatewayPod.Route;
import io.ebbgate.core.switchover.ListenerRoute;
import io.ebbgate.core.switchover.RouteTarget;
import io.ebbgate.core.switchover.SwitchoverStep.Quiet;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.webhook.switchover.SidecarCalls.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One pod as its sidecar reported it last, and the calls that change it. */
final class PodView {
  /** What is asked of a pod. */
  enum Question {
    /** Whether its listener is kept closed. */
    LISTENER,
    /** The same now and then, while the operator's command has the processor. */
    WATCH,
    /** That, and where its route points to. */
    ROUTE,
    /** To let clients in as soon as its route points to the target; its own route where it has. */
    FOLLOW,
    /** Where its clients are. */
    CONNECTIONS
  }

  /** Of a call; a hung pod delays no other by more. A thousand clients that return take a CPU. */
  static final Duration LIMIT = Duration.ofSeconds(2);

  /** What is older than this is unknown. */
  private static final Duration FRESH = Duration.ofSeconds(4);

  /** The next call is so many times as late as the one before was long, for Envoy's sake. */
  private static final int CALL_TIMES = 4;

  private static final Duration WATCH_PAUSE = Duration.ofMillis(250);

  /** Of a call that waits for the route; shorter than its limit. */
  private static final Duration ROUTE_WAIT = Duration.ofSeconds(1);

  private static final Count NOT_ASKED = Count.unknown("not asked");

  /**
   * Where its route pointed to, and how many connections were there.
   *
   * @param at in nanoseconds of the ticker
   */
  private record RouteSeen(Route route, Count toOld, Count toNew, Count clients, long at) {}

  private final SidecarCalls calls;
  private final SwitchoverRequest request;
  private final List<String> before;
  private final Ticker ticker;
  private volatile Listener listener = new Listener.Open();
  private volatile long listenerAt;
  private volatile RouteSeen routeSeen;
  private volatile long routeDue;
  private volatile boolean requested;

  /** When it was first seen to keep the listener closed, since it was asked to. */
  private volatile Optional<Long> closedAt = Optional.empty();

  private volatile boolean followed;
  private volatile boolean closesAgain;
  private volatile long others;

  /** Of the last answer, most of which is the way: through the API server and the node. */
  private volatile long callTook;

  /**
   * By how much the sidecar's clock is ahead of this program's; empty where it tells none. The
   * more, the less time the answer took that told it.
   */
  private volatile Optional<Duration> clockAhead = Optional.empty();

  private volatile PodEntry pod;

  private volatile JsonNode report = MissingNode.getInstance();
  private volatile Optional<String> problem = Optional.empty();
  private Optional<Thread> asking = Optional.empty();
  private Optional<Thread> following = Optional.empty();

  PodView(
      PodEntry pod,
      SidecarCalls calls,
      SwitchoverRequest request,
      List<String> before,
      Ticker ticker) {
    this.pod = pod;
    this.calls = calls;
    this.request = request;
    this.before = before;
    this.ticker = ticker;
    listenerAt = ticker.nanos();
    Route route = request.until() instanceof RouteTarget.Anywhere ? Route.NEW : Route.UNKNOWN;
    routeSeen = new RouteSeen(route, NOT_ASKED, NOT_ASKED, NOT_ASKED, listenerAt - FRESH.toNanos());
    routeDue = listenerAt;
  }

  /** Takes what the API server says of it now. */
  void listed(PodEntry now) {
    pod = now;
  }

  PodEntry pod() {
    return pod;
  }

  /** Why its last call failed, as a sentence's end. */
  Optional<String> problem() {
    return problem;
  }

  /** The sidecar's last report on its closing; missing before the first. */
  JsonNode report() {
    return report;
  }

  /** Whether nothing of ours keeps clients out there, as far as is known. */
  boolean isReleased() {
    return seen().isReleased();
  }

  /** Whether it keeps the listener closed for us, or is about to. */
  boolean isKeptClosed() {
    return switch (seen()) {
      case Listener.Waiting(), Listener.KeptClosed _ -> true;
      case Listener.Open(), Listener.ClosedByAnother(), Listener.Unknown() -> false;
    };
  }

  private Listener seen() {
    // Nothing but a call of ours keeps clients out, at first and once it has let them in.
    boolean mayKeep = requested && !followed;
    return mayKeep && ticker.nanos() - listenerAt > FRESH.toNanos()
        ? new Listener.Unknown()
        : listener;
  }

  /** As it is known now. */
  GatewayPod known(Ability ability) {
    RouteSeen last = routeSeen;
    boolean stale = ticker.nanos() - last.at() > FRESH.toNanos();
    boolean known = request.until() instanceof RouteTarget.Anywhere || followed || !stale;
    return new GatewayPod(
        pod.name(),
        ability,
        seen(),
        known ? last.route() : Route.UNKNOWN,
        stale
            ? Connections.unknown("not asked")
            : new Connections(last.toOld(), others, last.toNew(), last.clients()));
  }

  /** Begins to ask, unless it is being asked; the thread ends within its limits. */
  Optional<Thread> ask(Question question) {
    if (question == Question.FOLLOW) {
      // It waits for no other question.
      following = asked(following, question);
      return following;
    }
    boolean tooEarly =
        question == Question.WATCH && ticker.nanos() - listenerAt < WATCH_PAUSE.toNanos();
    asking = tooEarly ? asking : asked(asking, question);
    return asking;
  }

  private Optional<Thread> asked(Optional<Thread> before, Question question) {
    return before.filter(Thread::isAlive).isPresent()
        ? before
        : Optional.of(Thread.ofVirtual().name("ask").start(() -> answer(question)));
  }

  private void answer(Question question) {
    try {
      switch (question) {
        case LISTENER, WATCH -> listener();
        case ROUTE -> {
          listener();
          route(request.until().needsEndpoints());
        }
        case FOLLOW -> follow();
        case CONNECTIONS -> connections();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void listener() throws InterruptedException {
    long began = ticker.nanos();
    Answer answer = calls.call(pod, "GET", request.progress(), LIMIT);
    if (answer instanceof Answer.Replied(int _, JsonNode body)) {
      long now = ticker.nanos();
      callTook = now - began;
      clockAhead =
          Stream.concat(
                  clockAhead.stream(),
                  Stream.of(body.path("clockMillis"))
                      .filter(JsonNode::isIntegralNumber)
                      .map(clock -> Duration.ofMillis(clock.asLong()).minusNanos(now)))
              .max(Duration::compareTo);
    }
    switch (answer) {
      case Answer.NoAnswer(String why, boolean _) -> unanswered(why);
      case Answer.Replied(int status, JsonNode body) when status == 200 -> reported(body);
      case Answer.Replied(int status, JsonNode _) when status == 404 -> {
        problem = Optional.empty();
        seen(new Listener.Open());
      }
      case Answer.Replied refused -> problem = Optional.of(refused.error());
    }
  }

  private void unanswered(String why) {
    problem = Optional.of(why);
    if (pod.sidecar() != PodEntry.Sidecar.RUNNING) {
      // What it kept closed ended with it.
      seen(new Listener.Open());
    }
  }

  private void reported(JsonNode body) {
    problem = Optional.empty();
    boolean ours = body.path("id").asText().equals(request.id());
    if (ours) {
      report = body;
    }
    String result = body.path("result").asText();
    if (!Set.of("waiting", "running").contains(result)) {
      seen(new Listener.Open());
    } else if (!ours) {
      seen(new Listener.ClosedByAnother());
    } else if (result.equals("waiting")) {
      seen(new Listener.Waiting());
    } else {
      seen(keptClosed(body));
    }
  }

  private Listener keptClosed(JsonNode body) {
    long now = ticker.nanos();
    long since = closedAt.orElse(now);
    closedAt = Optional.of(since);
    long remaining = Math.max(0, body.path("remaining").asLong(Long.MAX_VALUE));
    long working = body.path("remainingWorking").asLong(body.path("working").asLong());
    return new Listener.KeptClosed(
        remaining, Math.clamp(working, 0, remaining), Duration.ofNanos(now - since));
  }

  private void seen(Listener now) {
    listener = now;
    listenerAt = ticker.nanos();
  }

  private void route(boolean endpoints) throws InterruptedException {
    if (ticker.nanos() - routeDue >= 0) {
      route(endpoints, NOT_ASKED);
    }
  }

  /** Its clients are counted first: who is there then is at an endpoint when those are counted. */
  private void connections() throws InterruptedException {
    if (ticker.nanos() - routeDue >= 0) {
      route(true, clients());
    }
  }

  private Count clients() throws InterruptedException {
    return switch (calls.call(pod, "POST", request.dryRun(), LIMIT)) {
      case Answer.NoAnswer(String why, boolean _) -> Count.unknown(why);
      case Answer.Replied count when count.isCount() ->
          Count.of(Math.max(0, count.body().path("there").asLong()));
      case Answer.Replied none -> Count.unknown(none.noCount());
    };
  }

  private void route(boolean endpoints, Count clients) throws InterruptedException {
    long began = ticker.nanos();
    String target = endpoints ? request.endpoints(before) : request.route();
    Answer answer = calls.call(pod, "GET", target, LIMIT);
    routeDue = ticker.nanos() + CALL_TIMES * (ticker.nanos() - began);
    switch (answer) {
      case Answer.NoAnswer(String why, boolean _) -> problem = Optional.of(why);
      case Answer.Replied(int status, JsonNode body) when status == 200 -> {
        ListenerRoute now = RouteJson.read(body);
        routeSeen =
            new RouteSeen(
                request.until().route(now),
                endpoints && request.peers().isEmpty() ? request.until().toOld(now) : ofPeers(),
                endpoints ? request.until().toNew(now) : NOT_ASKED,
                clients,
                ticker.nanos());
      }
      case Answer.Replied refused -> problem = Optional.of(refused.error());
    }
  }

  /** Clients of other addresses may stay where they are. */
  private Count ofPeers() {
    return request.peers().isEmpty() ? NOT_ASKED : Count.of(0);
  }

  /** One call, which the sidecar answers when it has let clients in. */
  private void follow() throws InterruptedException {
    if (!requested || followed) {
      listener();
      route(request.until().needsEndpoints());
      return;
    }
    switch (calls.call(pod, "DELETE", request.letInAtRoute(before, ROUTE_WAIT), LIMIT)) {
      case Answer.NoAnswer(String why, boolean _) -> unanswered(why);
      case Answer.Replied(int status, JsonNode body) when status == 200 -> {
        others = body.path("others").asLong();
        routeSeen = new RouteSeen(Route.NEW, ofPeers(), NOT_ASKED, NOT_ASKED, ticker.nanos());
        followed = true;
        reported(body);
      }
      case Answer.Replied(int status, JsonNode body) when status == 202 -> reported(body);
      // Nothing of ours closes connections there: its sidecar has started again, or has let clients
      // in by a call whose answer was lost. Only the route tells, so it comes first.
      case Answer.Replied(int status, JsonNode _) when status == 409 -> {
        route(request.until().needsEndpoints());
        listener();
      }
      case Answer.Replied refused -> problem = Optional.of(refused.error());
    }
  }

  /**
   * Closes what is there and what comes from the one moment to the other, or from now where that is
   * later; a call that is not answered may have been carried out.
   */
  void keepClosed(long from, long end, Quiet quiet) throws InterruptedException {
    long arrives = ticker.nanos() + callTook;
    long begins = from - arrives > 0 ? from : arrives;
    String begin =
        clockAhead
            .map(ahead -> SwitchoverRequest.beginAt(ahead.plusNanos(begins)))
            .orElseGet(() -> SwitchoverRequest.beginAfter(Duration.ofNanos(begins - arrives)));
    Duration keep = Duration.ofNanos(end - begins);
    if (keep.toMillis() <= 0) {
      return;
    }
    requested = true;
    followed = false;
    closedAt = Optional.empty();
    switch (calls.call(pod, "POST", request.keepClosed(begin, keep, quiet), LIMIT)) {
      case Answer.NoAnswer(String why, boolean _) -> {
        problem = Optional.of(why);
        seen(new Listener.Unknown());
      }
      case Answer.Replied(int status, JsonNode body) when status == 200 || status == 202 ->
          reported(body);
      case Answer.Replied(int _, JsonNode body) when body.path("running").isObject() ->
          seen(new Listener.ClosedByAnother());
      case Answer.Replied refused -> problem = Optional.of(refused.error());
    }
  }

  /** Closes once more what is there. */
  void closeAgain(Quiet quiet) throws InterruptedException {
    problem =
        switch (calls.call(pod, "POST", request.closeAgain(quiet), LIMIT)) {
          case Answer.NoAnswer(String why, boolean _) -> Optional.of(why);
          case Answer.Replied(int status, JsonNode _) when status == 200 -> Optional.empty();
          case Answer.Replied(int status, JsonNode _) when status == 202 -> {
            closesAgain = true;
            yield Optional.empty();
          }
          case Answer.Replied refused -> Optional.of(refused.error());
        };
  }

  /** Whether some may still be waited for to be closed once more. */
  boolean closesAgain() {
    return closesAgain;
  }

  /** Leaves those alone. */
  void endCloseAgain() throws InterruptedException {
    closesAgain = false;
    // Where it has ended already, or does not answer, it keeps no client out.
    Answer _ = calls.call(pod, "DELETE", request.letIn(), LIMIT);
  }

  /** Lets clients in again. */
  void letIn() throws InterruptedException {
    switch (calls.call(pod, "DELETE", request.letIn(), LIMIT)) {
      case Answer.NoAnswer(String why, boolean _) -> unanswered(why);
      case Answer.Replied(int status, JsonNode body) when status == 200 -> reported(body);
      // Nothing of ours closes connections there.
      case Answer.Replied(int status, JsonNode _) when status == 409 -> seen(new Listener.Open());
      case Answer.Replied refused -> problem = Optional.of(refused.error());
    }
  }
}
