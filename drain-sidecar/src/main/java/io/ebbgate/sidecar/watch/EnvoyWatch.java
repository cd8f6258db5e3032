package io.ebbgate.sidecar.watch;

import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Planner;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.envoy.EnvoyReader;
import io.ebbgate.sidecar.envoy.ServerInfo;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** What is known of the pod's Envoy: whether it answers, which process it is, its drain plan. */
public final class EnvoyWatch {
  /** Which process answered a poll. */
  public enum Sighting {
    /** The same as before, or the first one seen. */
    SAME,
    /** Another one than before. */
    REPLACED,
    /** None: the connection was refused, so the process seen before has exited. */
    EXITED,
    /** None that could be identified: no answer, or no readable one. */
    SILENT
  }

  /**
   * An Envoy process, identified by its uptime.
   *
   * @param at when it answered, in nanoseconds of the ticker
   * @param uptime as it answered, in whole seconds
   */
  record EnvoyProcess(long at, Duration uptime) {
    /** Uptime has no fractions, and an answer takes a while. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    /**
     * Whether the later answer came from another process. Envoy counts its uptime by the wall
     * clock, so a jump of the clock changes it; but a process that replaced this one can't have
     * been started before this answer.
     *
     * @param exited a connection was refused in between, so a process that may be new is new
     */
    boolean replacedBy(EnvoyProcess later, boolean exited) {
      Duration between = Duration.ofNanos(later.at - at);
      boolean younger = later.uptime.plus(SLACK).compareTo(uptime.plus(between)) < 0;
      boolean startedSince = later.uptime.compareTo(between.plus(SLACK)) <= 0;
      return (younger || exited) && startedSince;
    }
  }

  private static final Duration FIRST_READ = Duration.ofSeconds(1);

  private final EnvoyAdmin admin;
  private final Ticker ticker;
  private final InstantSource clock;
  private final Set<Integer> ignoredPorts;
  private final JsonLog log;
  private Optional<EnvoyProcess> seen = Optional.empty();
  private Optional<Instant> startedAt = Optional.empty();
  private volatile Optional<Plan> plan = Optional.empty();
  private boolean answered;
  private boolean draining;
  private boolean exited;
  private int generation;
  private int drainedGeneration;

  public EnvoyWatch(
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

  /** Whether Envoy has answered at least once since this program started. */
  public boolean answered() {
    return answered;
  }

  /** Whether its last answer was DRAINING: its health check is failed. */
  public boolean draining() {
    return draining;
  }

  /**
   * When the process that answered last was started, by the wall clock at that time; empty if its
   * uptime is unknown. Envoy counts its uptime by that clock, so a jump since then changes nothing.
   */
  public Optional<Instant> startedAt() {
    return startedAt;
  }

  /**
   * Whether the process that answered last was surely there at this time, in nanoseconds of the
   * ticker.
   */
  public boolean wasThereAt(long time) {
    return seen.filter(
            process -> process.uptime().compareTo(Duration.ofNanos(process.at() - time)) > 0)
        .isPresent();
  }

  /** The last plan that could be made; may be read on any thread. */
  public Optional<Plan> plan() {
    return plan;
  }

  /** Asks Envoy which process it is. */
  public Sighting poll() {
    return poll(admin);
  }

  /** The same, with a deadline in nanoseconds of the ticker. */
  public Sighting poll(long deadline) {
    return poll(admin.until(deadline, ticker));
  }

  private Sighting poll(EnvoyAdmin limited) {
    return switch (limited.call(ServerInfo.call())) {
      case AdminResult.Answered<ServerInfo>(ServerInfo server) -> identify(server);
      case AdminResult.ConnectionRefused<ServerInfo> _ -> {
        exited = true;
        yield Sighting.EXITED;
      }
      case AdminResult<ServerInfo> _ -> Sighting.SILENT;
    };
  }

  /**
   * A drain is over.
   *
   * @param replaced another process answered during the drain, and is served as a new one
   * @param gone the drained process has exited, so the next one that answers may be another
   */
  public void drainEnded(boolean replaced, boolean gone) {
    drainedGeneration = replaced ? -1 : generation;
    exited |= gone && !replaced;
  }

  /** Whether another process has answered since the last drain than the one that was drained. */
  public boolean replacedSinceDrain() {
    return generation != drainedGeneration;
  }

  /** The last plan, so that a drain starts at once; only without one Envoy is read first. */
  public Plan planAtHand() {
    return plan.orElseGet(() -> replan(ticker.nanos() + FIRST_READ.toNanos()));
  }

  /** Reads Envoy and makes a new plan; if it can't be read, the last plan or a blind one. */
  public Plan replan() {
    return replan(admin);
  }

  /** The same, with a deadline in nanoseconds of the ticker. */
  public Plan replan(long deadline) {
    return replan(admin.until(deadline, ticker));
  }

  private Plan replan(EnvoyAdmin limited) {
    return switch (EnvoyReader.read(limited)) {
      case EnvoyReader.Found.Facts(ServerInfo server, var facts, var note) -> {
        identify(server);
        Plan known = noted(Planner.plan(facts, ignoredPorts), note);
        if (plan.isEmpty() || !plan.get().equals(known)) {
          log.info("drain plan made", LogKeys.PLAN, known.summary());
        }
        plan = Optional.of(known);
        yield known;
      }
      case EnvoyReader.Found.Missing(String cause) -> plan.orElseGet(() -> Planner.blind(cause));
    };
  }

  private static Plan noted(Plan plan, Optional<String> note) {
    return note.map(plan::noted).orElse(plan);
  }

  /** Restores a failed health check; true if Envoy accepted it. */
  public boolean restoreReadiness() {
    AdminResult<AdminCall.Taken> result = admin.call(AdminCall.restoreReadiness());
    log.info("admin action sent", LogKeys.ACTION, "recover", LogKeys.RESULT, result.wireName());
    return result instanceof AdminResult.Answered<AdminCall.Taken>;
  }

  private Sighting identify(ServerInfo server) {
    if (!answered) {
      generation++;
    }
    answered = true;
    draining = server.draining();
    Optional<EnvoyProcess> now =
        server.uptime().map(uptime -> new EnvoyProcess(ticker.nanos(), uptime));
    boolean replaced =
        seen.isPresent() && now.isPresent() && seen.get().replacedBy(now.get(), exited);
    exited = false;
    startedAt = server.uptime().map(clock.instant()::minus);
    seen = now.or(() -> seen);
    if (replaced) {
      generation++;
      plan = Optional.empty();
    }
    return replaced ? Sighting.REPLACED : Sighting.SAME;
  }
}
