package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Trigger;
import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What a drain promises, whatever happens, with the little that has to be remembered for it. It
 * knows neither phases nor rules: it sees callers come, verdicts go, and what Envoy really has.
 */
final class DrainModel {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration MINIMUM = Duration.ofSeconds(5);
  private static final Duration SIGNAL_VALID = Duration.ofSeconds(30);
  private static final Duration RESTART_HOLD = Duration.ofSeconds(10);

  /** For calls that the deadline cuts. */
  private static final Duration LATE = Duration.ofMillis(600);

  /** For the quiet period and the readings that confirm it. */
  private static final Duration CALM = Duration.ofMillis(4500);

  private static final Set<Outcome> DONE = EnumSet.of(Outcome.CLEAN, Outcome.LINGERED);

  private record Caller(
      boolean hook, long acceptedAt, long at, CompletableFuture<Verdict> answer) {}

  private record Grace(long at, Duration granted) {}

  private final List<Grace> graces = new ArrayList<>();
  private final List<Caller> callers = new ArrayList<>();
  private Optional<Verdict> last = Optional.empty();
  private boolean ended;
  private Duration deletion = TIMEOUT;
  private Duration restart = RESTART_HOLD;
  private boolean gone;
  private boolean cut;

  /** A hook or the control port asks for a drain. */
  void asked(boolean hook, long acceptedAt, long at, CompletableFuture<Verdict> answer) {
    if (hook && !hookWaits()) {
      graces.stream()
          .filter(grace -> at - grace.at <= SIGNAL_VALID.toNanos())
          .forEach(grace -> shorten(grace.granted, false, at));
    }
    callers.add(new Caller(hook, acceptedAt, at, answer));
  }

  boolean open() {
    return !callers.isEmpty();
  }

  boolean hookWaits() {
    return callers.stream().anyMatch(Caller::hook);
  }

  /**
   * The grace of a deletion.
   *
   * @param late it came after the deletion's drain was over
   * @param held it came in a hold that has a grace
   */
  void granted(Duration grace, long now, boolean late, boolean held) {
    if (!late) {
      graces.add(new Grace(now, grace));
    }
    if (hookWaits()) {
      shorten(grace, held, now);
    }
  }

  /** Graces belong to one drain. */
  void forget() {
    graces.clear();
  }

  private void shorten(Duration grace, boolean held, long now) {
    long past = hookWaits() ? now - beganAt() : 0;
    Duration hold = Duration.ofNanos(Math.max(grace.minusSeconds(2).toNanos(), past));
    deletion = min(deletion, hold);
    restart = held ? min(restart, hold) : restart;
  }

  /** The hook is known to be a deletion's. */
  void terminating(long now) {
    if (hookWaits()) {
      deletion = max(deletion, Duration.ofNanos(now - beganAt()));
    }
  }

  /** Envoy was not there, or is another process, since the drain began. */
  void gone() {
    gone = true;
  }

  /** SIGTERM or a call-off ends the drain, whatever is left. */
  void cut() {
    cut = true;
  }

  /** The drain at hand is forgotten: the sidecar's process ended. */
  void over() {
    callers.clear();
    ended = false;
    deletion = TIMEOUT;
    restart = RESTART_HOLD;
    gone = false;
    cut = false;
  }

  /** A drain ends while Envoy really has this; {@code steady} if it was healthy for a while. */
  void ended(Verdict verdict, long now, int requests, int connections, boolean steady) {
    Outcome outcome = verdict.outcome();
    Trigger trigger = verdict.drain().orElseThrow().trigger();
    assertThat(verdict.provisional()).as("a verdict is provisional").isFalse();
    assertThat(open()).as("a drain was asked for").isTrue();
    Duration held = Duration.ofNanos(now - beganAt());
    Duration most = longest(trigger);
    assertThat(held).as("hold of " + outcome).isLessThanOrEqualTo(latest(most));
    if (!cut && (DONE.contains(outcome) || (outcome == Outcome.RESTART && steady))) {
      assertThat(held).as("hold of " + outcome).isGreaterThanOrEqualTo(least(most));
    }
    // At the deadline the last reading counts, which may be of a moment before.
    if (!cut && held.compareTo(most) < 0 && (DONE.contains(outcome) || steady)) {
      assertThat(requests == 0 || outcome == Outcome.PROXY_EXITED)
          .as("released early as %s with %d requests", outcome, requests)
          .isTrue();
      assertThat(connections == 0 || outcome != Outcome.CLEAN)
          .as("released early as clean with %d connections", connections)
          .isTrue();
    }
    if (outcome == Outcome.PROXY_EXITED) {
      assertThat(gone).as("Envoy was away").isTrue();
    } else if (!cut && !DONE.contains(outcome) && trigger != Trigger.RESTART) {
      assertThat(held).as("hold of " + outcome).isGreaterThanOrEqualTo(most);
    }
    last = Optional.of(verdict);
    ended = true;
  }

  /** What holds at any time; {@code calmSince} is when Envoy has had nothing left since. */
  void check(long now, Optional<Long> calmSince) {
    Optional<Verdict> expected = ended || late() ? last : Optional.empty();
    callers.stream()
        .map(Caller::answer)
        .filter(answer -> !answer.isCancelled())
        .forEach(answer -> assertThat(given(answer)).isEqualTo(expected));
    if (expected.isPresent()) {
      over();
    }
    if (open()) {
      Duration held = Duration.ofNanos(now - beganAt());
      assertThat(held).as("an open hold").isLessThanOrEqualTo(latest(max(deletion, restart)));
      calmSince.ifPresent(since -> {
        long from = Math.max(since, beganAt() + MINIMUM.toNanos());
        assertThat(Duration.ofNanos(now - from)).as("a hold for nothing").isLessThan(CALM);
      });
    }
  }

  private static Optional<Verdict> given(CompletableFuture<Verdict> answer) {
    return answer.isDone() ? Optional.of(answer.join()) : Optional.empty();
  }

  /** One that comes after the drain gets its verdict at once. */
  private boolean late() {
    return open() && callers.getFirst().answer.isDone() && !callers.getFirst().answer.isCancelled();
  }

  private long beganAt() {
    return first().acceptedAt;
  }

  private Caller first() {
    return callers.stream().filter(Caller::hook).findFirst().orElseGet(callers::getFirst);
  }

  /** What a hook means is not known before this, even if its time is over. */
  private Duration latest(Duration hold) {
    Duration known = Drainer.TERMINATING_WAIT.plusNanos(first().at - first().acceptedAt);
    return (hold.compareTo(known) < 0 ? known : hold).plus(LATE);
  }

  private Duration longest(Trigger trigger) {
    return switch (trigger) {
      case DELETION -> deletion;
      case RESTART -> restart;
      case CONTROL -> TIMEOUT;
    };
  }

  /** A tenth of the hold, at least a second and at most a quarter, is kept for its end. */
  private static Duration least(Duration hold) {
    long tenth = Math.clamp(hold.toNanos() / 10, 1_000_000_000L, 5_000_000_000L);
    return min(MINIMUM, hold.minusNanos(Math.min(tenth, hold.toNanos() / 4)));
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
