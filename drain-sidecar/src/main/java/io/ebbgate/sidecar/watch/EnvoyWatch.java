package io.ebbgate.sidecar.watch;

import io.ebbgate.core.close.KnownListener;
import io.ebbgate.core.context.ListenerInventory;
import io.ebbgate.core.context.ListenerVersion;
import io.ebbgate.core.drain.EnvoyFacts;
import io.ebbgate.core.drain.ListenerChanges;
import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Planner;
import io.ebbgate.core.drain.Restrictions;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.envoy.EnvoyReader;
import io.ebbgate.sidecar.envoy.EnvoyReader.Listing;
import io.ebbgate.sidecar.envoy.ServerInfo;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What is known of the pod's Envoy: whether it answers, which process it is, its drain plan. */
public final class EnvoyWatch {
  /** Which process answered a poll. */
  public enum Sighting {
    /** The same as before, or the first one seen. */
    SAME,
    /** Another one than before. */
    REPLACED,
    /** Another one, which took over its listeners in a hot restart. */
    SUCCEEDED,
    /** None: the connection was refused, so the process seen before has exited. */
    EXITED,
    /** None that could be identified: no answer, or no readable one. */
    SILENT
  }

  private static final Duration FIRST_READ = Duration.ofSeconds(1);

  /** Several calls together; each has its own limit. */
  private static final Duration LONGEST_READ = Duration.ofSeconds(20);

  /** What the last plan was made of. */
  private record MadeOf(EnvoyFacts facts, Listing listing) {}

  private final EnvoyAdmin admin;
  private final Ticker ticker;
  private final InstantSource clock;
  private final Set<Integer> ignoredPorts;
  private final JsonLog log;
  private Optional<EnvoyProcess> seen = Optional.empty();
  private Optional<Instant> startedAt = Optional.empty();
  private volatile Optional<Plan> plan = Optional.empty();
  private volatile Optional<MadeOf> madeOf = Optional.empty();
  private Optional<ListenerInventory> inventory = Optional.empty();
  private DumpPauses dumps = new DumpPauses();
  private EnvoyLimits limits;
  private boolean answered;
  private boolean draining;
  private boolean besideParent;
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
    this.limits = new EnvoyLimits(log);
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

  /** The epoch of the process that answered last; before any answer one that none comes after. */
  public long epoch() {
    return seen.map(EnvoyProcess::epoch).orElse(Long.MAX_VALUE);
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

  /**
   * All listeners that the last plan was made of, those that aren't counted among them; empty
   * without a plan. May be read on any thread.
   */
  public Optional<List<KnownListener>> listeners() {
    return madeOf.map(last ->
        last.listing() instanceof Listing.Dumped(List<ListenerVersion> versions)
            ? versions.stream().map(KnownListener::of).toList()
            : last.facts().listeners().stream()
                .map(facts -> new KnownListener(facts, Optional.empty()))
                .toList());
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

  /**
   * The last plan, so that a drain starts at once; only without one Envoy is read first.
   *
   * @param deadline of that, in nanoseconds of the ticker
   */
  public Plan planAtHand(long deadline) {
    return plan.orElseGet(() -> replan(Math.min(deadline, ticker.nanos() + FIRST_READ.toNanos())));
  }

  /** The last plan, which nothing is known to contradict, or a new one if a config dump is due. */
  public Plan refreshed(long deadline) {
    return plan.filter(_ -> !dumps.due(ticker.nanos())).orElseGet(() -> replan(deadline));
  }

  /** The same without a deadline of its own. */
  public Plan refreshed() {
    return refreshed(ticker.nanos() + LONGEST_READ.toNanos());
  }

  /** Reads Envoy and makes a new plan; if it can't be read, the last plan or a blind one. */
  public Plan replan() {
    return replan(ticker.nanos() + LONGEST_READ.toNanos());
  }

  /**
   * The same, with a deadline in nanoseconds of the ticker. Where a config dump is not due yet, the
   * listeners are read by their statistics.
   */
  public Plan replan(long deadline) {
    EnvoyAdmin limited = admin.until(deadline, ticker);
    return switch (limited.call(ServerInfo.call())) {
      case AdminResult.Answered<ServerInfo>(ServerInfo server) -> {
        // At once: what follows may take long, and the uptime is of now.
        identify(server);
        yield replan(deadline, limited, server);
      }
      case AdminResult<ServerInfo> fault -> known("/server_info: " + fault.text());
    };
  }

  private Plan replan(long deadline, EnvoyAdmin limited, ServerInfo server) {
    long began = ticker.nanos();
    boolean due = dumps.due(began);
    // The rest is for statistics, if there is no dump.
    EnvoyAdmin dumping = admin.until(began + (deadline - began) / 3 * 2, ticker);
    return switch (EnvoyReader.read(
        limited, due ? Optional.of(dumping) : Optional.empty(), server)) {
      case EnvoyReader.Found.Facts(EnvoyFacts facts, Listing listing) -> {
        if (due) {
          dumped(listing, began);
        }
        yield planned(facts, listing, limited);
      }
      case EnvoyReader.Found.Missing(String cause) -> known(cause);
    };
  }

  private Plan known(String fault) {
    return plan.orElseGet(() -> Planner.blind(fault));
  }

  private Plan planned(EnvoyFacts facts, Listing listing, EnvoyAdmin limited) {
    boolean dumped = !(listing instanceof Listing.Failed);
    if (!dumped && plan.isPresent() && isCurrent(plan.get(), facts.changes())) {
      return plan.get();
    }
    Optional<Plan> before = dumped ? Optional.empty() : plan;
    EnvoyFacts known = before.map(facts::recognizedBy).orElse(facts);
    Plan first = keep(known, listing);
    return limits.probeStatistics(first, limited) ? keep(known, listing) : first;
  }

  private Plan keep(EnvoyFacts facts, Listing listing) {
    Plan made = Planner.plan(facts.under(limits.known().beside(besideParent)), ignoredPorts);
    Plan known = listing.note().map(made::noted).orElse(made);
    if (plan.isEmpty() || !plan.get().equals(known)) {
      log.info("drain plan made", LogKeys.PLAN, known.summary());
    }
    plan = Optional.of(known);
    if (listing instanceof Listing.Dumped(List<ListenerVersion> versions)) {
      inventory = Optional.of(inventory(facts, versions, known));
    }
    madeOf = Optional.of(new MadeOf(facts, listing));
    return known;
  }

  private ListenerInventory inventory(
      EnvoyFacts facts, List<ListenerVersion> versions, Plan known) {
    Set<ListenerFacts> counted = new HashSet<>(known.contexts());
    return new ListenerInventory(
        ticker.nanos(),
        clock.instant(),
        generation,
        facts.strategy(),
        facts.drainTime(),
        versions.stream().filter(version -> counted.contains(version.listener())).toList());
  }

  /** The counted listeners of the last config dump; empty where there was none of this process. */
  public Optional<ListenerInventory> inventory() {
    return inventory;
  }

  /** Finds out, once for each Envoy, which calls of a drain its admin interface forbids. */
  public Optional<Restrictions> probePaths() {
    if (limits.probePaths(admin)) {
      madeOf.ifPresent(last -> keep(last.facts(), last.listing()));
    }
    return limits.pathsKnown() ? Optional.of(limits.known()) : Optional.empty();
  }

  /**
   * How many of the statistics that a drain counts by this Envoy does not keep; empty if unknown.
   */
  public OptionalInt statisticsMissing() {
    return limits.statisticsMissing();
  }

  /** Whether the listeners have to be read again that could not be dumped the last time. */
  public boolean isDumpDue() {
    boolean missing =
        dumps.failing()
            || madeOf.filter(last -> last.listing() instanceof Listing.Failed).isPresent();
    return missing && dumps.due(ticker.nanos());
  }

  /** Logs the first of several failures, and the end of them. */
  private void dumped(Listing listing, long began) {
    long now = ticker.nanos();
    boolean failing = dumps.failing();
    switch (listing) {
      case Listing.Dumped _, Listing.Forbidden _ -> {
        dumps.succeeded(now, Duration.ofNanos(now - began));
        if (failing) {
          log.info("Envoy's config dump can be read again");
        }
      }
      case Listing.Failed(String cause) -> {
        dumps.failed(now, Duration.ofNanos(now - began));
        if (!failing) {
          log.warn(
              "Envoy's config dump can't be read; its listeners are counted by their statistics,"
                  + " and the dump is asked for again with growing pauses",
              LogKeys.CAUSE,
              cause);
        }
      }
    }
  }

  private static boolean isCurrent(Plan plan, Optional<ListenerChanges> changes) {
    return changes.isPresent() && changes.equals(plan.changes());
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
        server
            .uptime()
            .filter(uptime -> !uptime.isNegative())
            .map(uptime -> new EnvoyProcess(ticker.nanos(), uptime, server.epoch()));
    boolean replaced =
        seen.isPresent() && now.isPresent() && seen.get().replacedBy(now.get(), exited);
    boolean succeeded = replaced && seen.get().succeededBy(now.get());
    exited = false;
    startedAt = server.uptime().map(clock.instant()::minus);
    seen = now.or(() -> seen);
    if (replaced) {
      generation++;
      plan = Optional.empty();
      madeOf = Optional.empty();
      inventory = Optional.empty();
      dumps = new DumpPauses();
      limits = new EnvoyLimits(log);
    }
    boolean alone = besideParent && !server.besideParent();
    besideParent = server.besideParent();
    if (alone) {
      madeOf.ifPresent(last -> keep(last.facts(), last.listing()));
    }
    return succeeded ? Sighting.SUCCEEDED : replaced ? Sighting.REPLACED : Sighting.SAME;
  }
}
