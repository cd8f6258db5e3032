package io.ebbgate.webhook.switchover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.switchover.GatewayPod;
import io.ebbgate.core.switchover.GatewayPod.Ability;
import io.ebbgate.core.switchover.GatewayPod.Listener;
import io.ebbgate.core.switchover.GatewayPod.Route;
import io.ebbgate.core.switchover.ListenerRoute;
import io.ebbgate.core.switchover.RouteTarget;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.webhook.switchover.SidecarCalls.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  private final PodEntry pod;
  private final SidecarCalls calls;
  private final SwitchoverRequest request;
  private final List<String> before;
  private final Ticker ticker;
  private volatile Listener listener = new Listener.Open();
  private volatile long listenerAt;
  private volatile Route route;
  private volatile Count toOld = NOT_ASKED;
  private volatile Count toNew = NOT_ASKED;
  private volatile long routeAt;
  private volatile long routeDue;
  private volatile boolean told;
  private volatile boolean followed;
  private volatile boolean closesAgain;
  private volatile long others;

  /** The last one, most of which is the way to the sidecar: through the API server and the node. */
  private volatile long callTook;

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
    route = request.until() instanceof RouteTarget.Anywhere ? Route.NEW : Route.UNKNOWN;
    routeAt = listenerAt - FRESH.toNanos();
    routeDue = listenerAt;
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

  /** Whether it was ever asked to keep the listener closed. */
  boolean wasTold() {
    return told;
  }

  /** Whether nothing of ours keeps clients out there, as far as is known. */
  boolean isReleased() {
    return !told || seen() instanceof Listener.Open || seen() instanceof Listener.ClosedByAnother;
  }

  private Listener seen() {
    // Once it has let clients in, nothing but a call of ours keeps them out again.
    return !followed && ticker.nanos() - listenerAt > FRESH.toNanos()
        ? new Listener.Unknown()
        : listener;
  }

  /** As it is known now. */
  GatewayPod known(Ability ability) {
    boolean stale = ticker.nanos() - routeAt > FRESH.toNanos();
    boolean known = request.until() instanceof RouteTarget.Anywhere || followed || !stale;
    return new GatewayPod(
        pod.name(),
        ability,
        seen(),
        known ? route : Route.UNKNOWN,
        stale ? NOT_ASKED : toOld,
        others,
        stale ? NOT_ASKED : toNew);
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
        case CONNECTIONS -> route(true);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void listener() throws InterruptedException {
    long began = ticker.nanos();
    Answer answer = calls.call(pod, "GET", request.progress(), LIMIT);
    callTook = ticker.nanos() - began;
    switch (answer) {
      case Answer.NoAnswer(String why, boolean _) -> problem = Optional.of(why);
      case Answer.Replied(int status, JsonNode body) when status == 200 -> reported(body);
      case Answer.Replied(int status, JsonNode _) when status == 404 -> {
        problem = Optional.empty();
        seen(new Listener.Open());
      }
      case Answer.Replied refused -> problem = Optional.of(refused.error());
    }
  }

  private void reported(JsonNode body) {
    problem = Optional.empty();
    boolean ours = body.path("id").asText().equals(request.id());
    if (ours) {
      report = body;
    }
    boolean runs = Set.of("waiting", "running").contains(body.path("result").asText());
    if (!runs) {
      seen(new Listener.Open());
    } else if (ours) {
      // Before it begins nothing is known of them.
      seen(new Listener.KeptClosed(Math.max(0, body.path("remaining").asLong(Long.MAX_VALUE))));
    } else {
      seen(new Listener.ClosedByAnother());
    }
  }

  private void seen(Listener now) {
    listener = now;
    listenerAt = ticker.nanos();
  }

  private void route(boolean endpoints) throws InterruptedException {
    long began = ticker.nanos();
    if (began - routeDue < 0) {
      return;
    }
    String target = endpoints ? request.endpoints(before) : request.route();
    Answer answer = calls.call(pod, "GET", target, LIMIT);
    routeDue = ticker.nanos() + CALL_TIMES * (ticker.nanos() - began);
    switch (answer) {
      case Answer.NoAnswer(String why, boolean _) -> problem = Optional.of(why);
      case Answer.Replied(int status, JsonNode body) when status == 200 -> {
        ListenerRoute now = RouteJson.read(body);
        route = request.until().route(now);
        toOld = endpoints && request.peers().isEmpty() ? request.until().toOld(now) : others();
        toNew = endpoints ? request.until().toNew(now) : NOT_ASKED;
        routeAt = ticker.nanos();
      }
      case Answer.Replied refused -> problem = Optional.of(refused.error());
    }
  }

  /** Clients of other addresses may stay where they are. */
  private Count others() {
    return request.peers().isEmpty() ? NOT_ASKED : Count.of(0);
  }

  /** One call, which the sidecar answers when it has let clients in. */
  private void follow() throws InterruptedException {
    if (!told || followed) {
      listener();
      route(request.until().needsEndpoints());
      return;
    }
    switch (calls.call(pod, "DELETE", request.letInAtRoute(before, ROUTE_WAIT), LIMIT)) {
      case Answer.NoAnswer(String why, boolean _) -> problem = Optional.of(why);
      case Answer.Replied(int status, JsonNode body) when status == 200 -> {
        route = Route.NEW;
        routeAt = ticker.nanos();
        followed = true;
        others = body.path("others").asLong();
        reported(body);
      }
      case Answer.Replied(int status, JsonNode body) when status == 202 -> reported(body);
      // Nothing of ours closes connections there: its sidecar has started again.
      case Answer.Replied(int status, JsonNode _) when status == 409 -> {
        problem = Optional.empty();
        seen(new Listener.Open());
        route(request.until().needsEndpoints());
      }
      case Answer.Replied refused -> problem = Optional.of(refused.error());
    }
  }

  /**
   * Closes what is there and what comes from then on; a call that is not answered may have been
   * carried out.
   */
  void keepClosed(long from, Duration keep, Duration waitQuiet) throws InterruptedException {
    told = true;
    followed = false;
    Duration delay = Duration.ofNanos(Math.max(0, from - ticker.nanos() - callTook));
    switch (calls.call(pod, "POST", request.keepClosed(delay, keep, waitQuiet), LIMIT)) {
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

  /** Closes once more what is there, when it is quiet or after that time; keeps nothing out. */
  void closeAgain(Duration waitQuiet) throws InterruptedException {
    problem =
        switch (calls.call(pod, "POST", request.closeAgain(waitQuiet), LIMIT)) {
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
      case Answer.NoAnswer(String why, boolean _) -> problem = Optional.of(why);
      case Answer.Replied(int status, JsonNode body) when status == 200 -> reported(body);
      // Nothing of ours closes connections there.
      case Answer.Replied(int status, JsonNode _) when status == 409 -> seen(new Listener.Open());
      case Answer.Replied refused -> problem = Optional.of(refused.error());
    }
  }
}
