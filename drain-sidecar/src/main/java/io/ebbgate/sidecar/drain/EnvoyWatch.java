package io.ebbgate.sidecar.drain;

import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Planner;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.envoy.EnvoyReader;
import io.ebbgate.sidecar.envoy.ServerInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Knows the Envoy in front of us: whether it ever answered, which process it is, its plan. */
final class EnvoyWatch {
  /** What a look at Envoy found. */
  enum Sight {
    /** The process that was there before, or the first one seen. */
    SAME,
    /** Another process than the one seen before. */
    REBORN,
    /** Nobody listens: the process seen before is not there any more. */
    GONE,
    /** No answer that could be read. */
    SILENT
  }

  private static final Duration FIRST_READ = Duration.ofSeconds(1);

  private final EnvoyAdmin admin;
  private final Ticker ticker;
  private final InstantSource clock;
  private final Set<Integer> ignoredPorts;
  private final JsonLog log;
  private Optional<EnvoySeen> seen = Optional.empty();
  private Optional<Instant> startedAt = Optional.empty();
  private volatile Optional<Plan> plan = Optional.empty();
  private boolean answered;
  private boolean draining;
  private boolean exited;
  private int generation;

  EnvoyWatch(
      EnvoyAdmin admin,
      Ticker ticker,
      InstantSource clock,
      Set<Integer> ignoredPorts,
      JsonLog log) {
    this.admin = admin;
    this.ticker = ticker;
    this.clock = clock;
    this.ignoredPorts = Set.copyOf(ignoredPorts);
    this.log = log;
  }

  /** It has answered at least once since this program started. */
  boolean answered() {
    return answered;
  }

  /** It said DRAINING when it answered last: its health check is failed. */
  boolean draining() {
    return draining;
  }

  /**
   * When the process that answered last was started, by the wall clock as it was then; empty where
   * it does not tell. Envoy counts its uptime by that clock, so a jump since then changes nothing.
   */
  Optional<Instant> startedAt() {
    return startedAt;
  }

  /** The last plan that could be made. */
  Optional<Plan> plan() {
    return plan;
  }

  /** Looks who is there. */
  Sight look() {
    return look(admin);
  }

  /** The same, until then at the latest. */
  Sight look(long end) {
    return look(new TimedAdmin(admin, ticker, end));
  }

  private Sight look(EnvoyAdmin asked) {
    return switch (asked.call(ServerInfo.call())) {
      case AdminResult.Answered<ServerInfo>(ServerInfo server) -> note(server);
      case AdminResult.NobodyListens<ServerInfo> _ -> {
        exited();
        yield Sight.GONE;
      }
      case AdminResult<ServerInfo> _ -> Sight.SILENT;
    };
  }

  /** The process seen before is not there any more: who answers next may be another. */
  void exited() {
    exited = true;
  }

  /** What is known tells the clients at once; only where nothing is, Envoy is asked first. */
  Plan planAtHand() {
    return plan.orElseGet(() -> replan(ticker.nanos() + FIRST_READ.toNanos()));
  }

  /** Reads everything anew; what can't be read leaves the last plan, or a blind one. */
  Plan replan() {
    return replan(admin);
  }

  /** The same, until then at the latest. */
  Plan replan(long end) {
    return replan(new TimedAdmin(admin, ticker, end));
  }

  private Plan replan(EnvoyAdmin asked) {
    return switch (EnvoyReader.read(asked)) {
      case EnvoyReader.Found.Facts(ServerInfo server, var facts, var note) -> {
        note(server);
        Plan known = noted(Planner.plan(facts, ignoredPorts), note);
        if (plan.isEmpty() || !plan.get().equals(known)) {
          log.info("Envoy was read", LogKeys.PLAN, known.summary());
        }
        plan = Optional.of(known);
        yield known;
      }
      case EnvoyReader.Found.Missing(String cause) -> plan.orElseGet(() -> Planner.blind(cause));
    };
  }

  /** Takes a failed health check back; true if Envoy did. */
  boolean recovered() {
    AdminResult<AdminCall.Taken> result = admin.call(AdminCall.recover());
    log.info("Envoy was asked", LogKeys.ACTION, "recover", LogKeys.RESULT, result.wireName());
    return result instanceof AdminResult.Answered<AdminCall.Taken>;
  }

  /** Changes with each process that is seen for the first time. */
  int generation() {
    return generation;
  }

  private static Plan noted(Plan plan, Optional<String> note) {
    return note.map(plan::noted).orElse(plan);
  }

  private Sight note(ServerInfo server) {
    if (!answered) {
      generation++;
    }
    answered = true;
    draining = server.draining();
    Optional<EnvoySeen> now = server.uptime().map(uptime -> new EnvoySeen(ticker.nanos(), uptime));
    boolean reborn =
        seen.isPresent() && now.isPresent() && seen.get().replacedBy(now.get(), exited);
    exited = false;
    startedAt = server.uptime().map(clock.instant()::minus);
    seen = now.or(() -> seen);
    if (reborn) {
      generation++;
      plan = Optional.empty();
    }
    return reborn ? Sight.REBORN : Sight.SAME;
  }
}
