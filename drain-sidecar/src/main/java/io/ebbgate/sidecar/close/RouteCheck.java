package io.ebbgate.sidecar.close;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.switchover.GatewayPod.Route;
import io.ebbgate.core.switchover.ListenerRoute;
import io.ebbgate.core.switchover.RouteSettling;
import io.ebbgate.core.switchover.RouteTarget;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.envoy.RouteReader;
import java.time.Duration;
import java.util.Set;

/**
 * What checks of a listener's route have found, until it points there and its clients are let in.
 *
 * @param target where it has to point
 * @param also clusters that it pointed to before
 */
record RouteCheck(RouteTarget target, Set<String> also, RouteSettling settling) {
  /** Of one look, with all its calls. */
  static final Duration LIMIT = AdminCall.LONG;

  /** Before the first. */
  static final RouteCheck NONE =
      new RouteCheck(new RouteTarget.Anywhere(), Set.of(), RouteSettling.UNSEEN);

  RouteCheck {
    also = Set.copyOf(also);
  }

  /** The same where it is of this target, else of no look yet. */
  RouteCheck of(RouteTarget other, Set<String> before) {
    return target.equals(other) && also.equals(before)
        ? this
        : new RouteCheck(other, before, RouteSettling.UNSEEN);
  }

  /** After another look; one that fails says nothing of the route, and changes nothing. */
  RouteCheck next(EnvoyAdmin envoy, String listener, Ticker ticker) {
    EnvoyAdmin admin = envoy.until(ticker.nanos() + LIMIT.toNanos(), ticker);
    return switch (RouteReader.read(admin, listener)) {
      case RouteReader.Found.Route(ListenerRoute route) ->
          target.needsEndpoints()
              ? byEndpoints(admin, route, ticker)
              : byName(admin, route, ticker);
      case RouteReader.Found.NoListener() -> new RouteCheck(target, also, RouteSettling.UNSEEN);
      case RouteReader.Found.Missing _ -> this;
    };
  }

  private RouteCheck byEndpoints(EnvoyAdmin admin, ListenerRoute route, Ticker ticker) {
    return RouteReader.withEndpoints(admin, route, also)
            instanceof AdminResult.Answered<ListenerRoute>(ListenerRoute now)
        ? seen(target.route(now), target.toOld(now), ticker)
        : this;
  }

  /** Endpoints are asked for when the route is there, and done without: they cost Envoy's time. */
  private RouteCheck byName(EnvoyAdmin admin, ListenerRoute route, Ticker ticker) {
    Route now = target.route(route);
    if (now != Route.NEW || settling.since().isEmpty()) {
      return seen(now, Count.unknown("not asked"), ticker);
    }
    EnvoyAdmin quick = admin.until(ticker.nanos() + AdminCall.SHORT.toNanos(), ticker);
    Count toOld =
        switch (RouteReader.withEndpoints(quick, route, also)) {
          case AdminResult.Answered<ListenerRoute>(ListenerRoute all) -> target.toOld(all);
          case AdminResult<ListenerRoute> fault -> Count.unknown(fault.text());
        };
    return seen(now, toOld, ticker);
  }

  private RouteCheck seen(Route route, Count toOld, Ticker ticker) {
    return new RouteCheck(target, also, settling.next(route, toOld, ticker.nanos()));
  }
}
