package io.ebbgate.core.drain;

import io.ebbgate.core.config.CloseListeners;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.DrainPhase.Announcing;
import io.ebbgate.core.drain.DrainPhase.Closing;
import io.ebbgate.core.drain.DrainPhase.Holding;
import io.ebbgate.core.drain.DrainPhase.Reaching;
import io.ebbgate.core.drain.DrainPhase.Unreachable;
import io.ebbgate.core.drain.DrainPhase.Waiting;
import io.ebbgate.core.verdict.DrainRecord.ClosedByForce;
import io.ebbgate.core.verdict.Trigger;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** When a drain moves on and when it looks at Envoy again. No clock, no I/O. */
public final class DrainRules {
  /** Two zeros so far apart are none by accident. */
  static final Duration CONFIRM = Duration.ofMillis(100);

  /** After this time a reading has what each worker accepted before it stopped listening. */
  static final Duration STOPPED = Duration.ofMillis(50);

  /** A poll runs on Envoy's main thread; this is often enough. */
  static final Duration LOOK = Duration.ofMillis(250);

  /** A poll may take this part of Envoy's main thread at the most: one twentieth. */
  static final int SHARE = 20;

  /** How often when the pod waits for what is left. */
  static final Duration LAST_LOOK = Duration.ofMillis(40);

  /** At most this many requests in flight may be the last ones: poll more often. */
  static final long NEARLY_DONE = 4;

  /** The part a poll may take then, one fourth: Envoy has little else to do, and the pod waits. */
  static final int SHARE_NEARLY_DONE = 4;

  /** Idle connections that came late are waited for at most this long in Closing. */
  static final Duration LATE_IDLE = Duration.ofSeconds(1);

  private DrainRules() {}

  /** The phase after this observation. */
  public static DrainPhase next(Holding phase, Observation seen) {
    DrainTerms terms =
        switch (seen) {
          case Observation.Shortened(_, Duration grace) -> phase.terms().shortenedTo(grace);
          case Observation.Terminating(_, Duration grace) -> phase.terms().deleting(grace);
          case Observation.Planned(_, Plan plan) -> phase.terms().planned(plan);
          case Observation.Hooked(_, DrainTerms hooked) -> hooked;
          case Observation.Answered _,
              Observation.Failed _,
              Observation.Acted _,
              Observation.Reborn _,
              Observation.TakenOver _,
              Observation.Registration _,
              Observation.ForceClosed _,
              Observation.Elapsed _ ->
              phase.terms();
        };
    // A plan that says what the one at hand says makes nothing doubtful.
    Observation news =
        seen instanceof Observation.Planned && terms.equals(phase.terms())
            ? new Observation.Elapsed(seen.at())
            : seen;
    Holding now =
        seen instanceof Observation.Hooked
            ? phase.anew(terms)
            : phase.with(terms, phase.progress().observe(news, terms));
    return ended(now, seen)
        .map(outcome -> (DrainPhase) now.release(seen.at(), outcome))
        .orElseGet(() -> moved(now, seen.at()));
  }

  private static Optional<Outcome> ended(Holding phase, Observation seen) {
    AdminContact contact = phase.progress().contact();
    boolean restart = phase.terms().trigger() == Trigger.RESTART;
    if (contact.gone() || seen instanceof Observation.Reborn) {
      return Optional.of(Outcome.PROXY_EXITED);
    }
    // A hold without any time still announces, and is judged by one reading.
    if (contact.calls() > 0 && overdue(phase, seen.at())) {
      return Optional.of(atDeadline(phase, seen.at()));
    }
    // A hung Envoy is being restarted by its probe: let it.
    return restart && contact.silent(seen.at()) ? Optional.of(Outcome.RESTART) : Optional.empty();
  }

  /** The outcome of a hold that ends now. */
  static Outcome atDeadline(Holding phase, long now) {
    RemainingWork work = phase.progress().work();
    if (phase.terms().trigger() == Trigger.RESTART) {
      return Outcome.RESTART;
    }
    if (phase.progress().contact().silent(now)) {
      return Outcome.ADMIN_UNREACHABLE;
    }
    if (work.last().done(phase.terms().settings().exitConnections())) {
      return whenIdle(phase);
    }
    return phase.terms().shortened() ? Outcome.SHORTENED : Outcome.FORCED;
  }

  private static Outcome whenIdle(Holding phase) {
    if (phase.terms().trigger() == Trigger.RESTART) {
      return Outcome.RESTART;
    }
    ClosedByForce closed = phase.progress().forced().closed();
    if (closed.working() > 0 || inUse(phase)) {
      return phase.terms().shortened() ? Outcome.SHORTENED : Outcome.FORCED;
    }
    boolean empty =
        phase.progress().work().last().empty(phase.terms().settings().exitConnections());
    return empty && closed.total() == 0 ? Outcome.CLEAN : Outcome.LINGERED;
  }

  /**
   * Whether a session of a protocol that only its ends know is cut in its use: it was not idle for
   * as long as such connections are waited for, so it is the time that ended the wait. Between two
   * of its messages nothing is in flight; but unlike HTTP's, its client can't just go on elsewhere.
   */
  private static boolean inUse(Holding phase) {
    Reading last = phase.progress().work().last();
    Duration linger = phase.terms().budget().idleLinger();
    return !last.empty(phase.terms().settings().exitConnections())
        && last.otherUsed().filter(used -> used.compareTo(linger) < 0).isPresent();
  }

  private static DrainPhase moved(Holding phase, long now) {
    boolean silent = phase.progress().contact().silent(now);
    return switch (phase) {
      case Unreachable lost ->
          lost.progress().contact().failing() ? lost : moved(lost.resume(now), now);
      case Reaching reaching when silent -> reaching.lose(now);
      case Announcing announcing ->
          announced(announcing, now) ? moved(announcing.await(now), now) : announcing;
      case Waiting waiting -> over(waiting, now) ? moved(waiting.close(now), now) : waiting;
      case Closing closing ->
          settled(closing, now) ? closing.release(now, whenIdle(closing)) : closing;
    };
  }

  private static boolean announced(Announcing phase, long now) {
    DrainTerms terms = phase.terms();
    Budget budget = terms.budget();
    boolean early = now - terms.after(budget.minDrain()) < 0;
    boolean late = now - terms.after(terms.settings().maxAnnounce()) >= 0;
    if (lastCall(terms, now) || early) {
      return lastCall(terms, now);
    }
    // After a probe's restart the load balancer is to keep the pod.
    return terms.trigger() == Trigger.RESTART
        ? late || phase.progress().isQuiet(terms)
        : switch (phase.progress().gate().state()) {
          case UNKNOWN -> late || phase.progress().isQuiet(terms);
          case REGISTERED -> false;
          case RELEASED -> true;
        };
  }

  private static boolean over(Waiting phase, long now) {
    RemainingWork work = phase.progress().work();
    boolean lingered =
        work.idleFor(CONFIRM)
            && now - phase.progress().lastWorkAt() >= phase.terms().budget().idleLinger().toNanos();
    return lastCall(phase.terms(), now) || lingered || work.emptyFor(CONFIRM);
  }

  private static boolean settled(Closing phase, long now) {
    Progress progress = phase.progress();
    RemainingWork work = progress.work();
    boolean read = work.readAt() - phase.since() > 0;
    if (!read || !work.idleFor(CONFIRM) || ForceCloseRules.pending(phase, now)) {
      return false;
    }
    boolean waited = now - phase.since() >= LATE_IDLE.toNanos();
    boolean stopped =
        ActionRules.due(phase, now).isEmpty()
            && (progress.calls().stoppedAt().isEmpty()
                || work.readAt() - progress.calls().stoppedAt().getAsLong() >= STOPPED.toNanos());
    boolean noneNew =
        work.last().empty(phase.terms().settings().exitConnections())
            || phase.left().moreThan(work.last().connections())
            || phase.left().equals(work.last().connections());
    return waited || (stopped && noneNew);
  }

  /**
   * Whether to ask the kernel too: something isn't known, or only connections are left, of which
   * the statistics say neither which is idle nor since when, or another process may have some.
   */
  public static boolean needsSockets(Holding phase, Reading reading) {
    boolean left = !reading.connections().atMost(0) && reading.requests().atMost(0);
    return !reading.complete()
        || phase.terms().plan().restrictions().besideParent()
        || (left && !(phase instanceof Announcing));
  }

  private static boolean lastCall(DrainTerms terms, long now) {
    return now - lastCallAt(terms) >= 0;
  }

  private static long lastCallAt(DrainTerms terms) {
    return terms.deadline() - terms.closing().toNanos();
  }

  private static long unreadyAt(DrainTerms terms) {
    return terms.settings().unreadyAfter().map(terms::after).orElseGet(terms::deadline);
  }

  private static long closesAt(DrainTerms terms) {
    return switch (terms.settings().closeListeners()) {
      case CloseListeners.After(Duration delay) -> terms.after(delay);
      case CloseListeners.AtEnd _, CloseListeners.Never _ -> terms.deadline();
    };
  }

  /**
   * When Envoy may be polled again, whatever is due before: a fourth of its main thread is the most
   * that polls ever take. The first poll of Closing comes sooner, since only a reading of that
   * phase ends it, and none comes after the deadline.
   *
   * @param polledAt when the last poll began
   * @param lastCall how long it took, with an answer or without
   */
  public static long nextPoll(Holding phase, long polledAt, Duration lastCall) {
    long answeredAt = polledAt + lastCall.toNanos();
    long next = answeredAt + lastCall.toNanos() * SHARE_NEARLY_DONE;
    if (phase instanceof Closing closing && polledAt - closing.since() <= 0) {
      long free = Math.max(closing.since(), answeredAt);
      next = Math.min(next, free + Math.max(CONFIRM.toNanos(), lastCall.toNanos()));
    }
    return Math.min(next, phase.terms().deadline());
  }

  /** Whether the hold's time is up: it ends with the next call, whether that is answered or not. */
  private static boolean overdue(Holding phase, long now) {
    return now - phase.terms().deadline() >= 0;
  }

  /** Where little is left: until the next reading can confirm the one before, if there is one. */
  private static long pauseNearEnd(Holding phase, long now) {
    Progress progress = phase.progress();
    return switch (phase) {
      case Announcing _ -> CONFIRM.toNanos();
      case Waiting _ -> until(progress.work().emptySince(), CONFIRM, now);
      case Closing _ -> until(progress.calls().stoppedAt(), STOPPED, now);
      case Unreachable _ -> LAST_LOOK.toNanos();
    };
  }

  private static long until(OptionalLong since, Duration time, long now) {
    long left = since.orElse(now) - now + time.toNanos();
    return since.isPresent() && left > 0 ? left : LAST_LOOK.toNanos();
  }

  /**
   * When to look at Envoy again, never past the deadline.
   *
   * @param polledAt when the last poll began
   * @param lastCall how long it took, with an answer or without
   */
  public static long nextLook(Holding phase, long now, long polledAt, Duration lastCall) {
    if (overdue(phase, now)) {
      return now;
    }
    DrainTerms terms = phase.terms();
    RemainingWork work = phase.progress().work();
    boolean near = phase instanceof Closing || work.last().work().atMost(NEARLY_DONE);
    // Where nothing answers, only what costs nothing is asked.
    long pause =
        phase.progress().contact().failing()
            ? LOOK.toNanos()
            : near
                ? Math.max(pauseNearEnd(phase, now), lastCall.toNanos() * SHARE_NEARLY_DONE)
                : Math.max(LOOK.toNanos(), lastCall.toNanos() * SHARE);
    return LongStream.of(
                unreadyAt(terms),
                terms.after(ActionRules.restoring(terms)),
                closesAt(terms),
                terms.after(terms.budget().minDrain()),
                terms.after(terms.settings().maxAnnounce()),
                terms.deadline() - ActionRules.noticeTime(terms),
                phase instanceof Closing closing
                    ? closing.since() + LATE_IDLE.toNanos()
                    : terms.deadline(),
                phase instanceof Closing closing ? ForceCloseRules.end(closing) : terms.deadline(),
                phase.progress().lastWorkAt() + terms.budget().idleLinger().toNanos(),
                phase instanceof Closing
                    ? Math.max(nextPoll(phase, polledAt, lastCall), now + pauseNearEnd(phase, now))
                    : terms.deadline(),
                lastCallAt(terms),
                terms.deadline())
            .filter(edge -> edge - now > 0)
            .map(edge -> Math.min(edge - now, pause))
            .min()
            .orElse(0)
        + now;
  }
}
