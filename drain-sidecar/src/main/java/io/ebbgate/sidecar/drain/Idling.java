package io.ebbgate.sidecar.drain;

import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.envoy.StatPoll;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is done while nobody drains: Envoy is looked at now and then. */
final class Idling {
  private static final Duration FIRST_LOOK = Duration.ofMillis(250);
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** After a drain, a fresh Envoy has to be noticed soon. */
  private static final Duration RELEASED_LOOK = Duration.ofSeconds(1);

  private final EnvoyAdmin admin;
  private final EnvoyWatch watch;
  private final Ticker ticker;
  private final Marker marker;
  private final Witness witness;
  private final JsonLog log;
  private long next;
  private boolean reported;
  private boolean busy;

  Idling(
      EnvoyAdmin admin,
      EnvoyWatch watch,
      Ticker ticker,
      Marker marker,
      Witness witness,
      JsonLog log) {
    this.admin = admin;
    this.watch = watch;
    this.ticker = ticker;
    this.marker = marker;
    this.witness = witness;
    this.log = log;
    this.next = ticker.nanos();
  }

  /** Looks, if it is time to, while Envoy serves; the answer is when to look again. */
  long serving(boolean terminating) {
    if (ticker.nanos() - next < 0) {
      return next;
    }
    busy = true;
    try {
      look(terminating);
    } finally {
      busy = false;
    }
    next = ticker.nanos() + (watch.answered() ? LOOK : FIRST_LOOK).toNanos();
    return next;
  }

  private void look(boolean terminating) {
    switch (watch.look()) {
      case SAME -> answered(terminating);
      case REBORN -> {
        live();
        answered(terminating);
      }
      case GONE, SILENT -> witness.read(Reading.unknown("Envoy does not answer"));
    }
  }

  /** Calls are under way that nobody waits for. */
  boolean busy() {
    return busy;
  }

  /** Looks, if it is time to, after a drain. */
  long released() {
    if (ticker.nanos() - next >= 0) {
      if (watch.look() == EnvoyWatch.Sight.SAME && !watch.draining()) {
        live();
      }
      next = ticker.nanos() + RELEASED_LOOK.toNanos();
    }
    return next;
  }

  /** The next look is due at once. */
  void soon() {
    next = ticker.nanos();
  }

  private void answered(boolean terminating) {
    if (!watch.draining()) {
      live();
    } else if (!terminating) {
      undo();
    }
    read(watch.plan().filter(known -> !known.contexts().isEmpty()).orElseGet(watch::replan));
  }

  private void undo() {
    Optional<Instant> envoy = watch.startedAt();
    if (!marker.names(envoy)) {
      report("Envoy is DRAINING and not by us; it is left so");
      // What it says is of another process, where this one tells when it was started.
      envoy.ifPresent(_ -> marker.remove());
      return;
    }
    if (marker.stopped(envoy)) {
      report("Envoy's listeners were stopped by an earlier run; it is left DRAINING");
      return;
    }
    log.warn("Envoy was left DRAINING by an earlier run");
    if (watch.recovered()) {
      marker.remove();
      witness.recovered();
    }
  }

  /** Whoever failed its health check, it was taken back: the next time it may be another. */
  private void live() {
    marker.remove();
    reported = false;
  }

  private void report(String sentence) {
    if (!reported) {
      log.warn(sentence);
    }
    reported = true;
  }

  private void read(Plan plan) {
    witness.read(
        switch (new StatPoll(plan).ask(admin)) {
          case AdminResult.Answered<Reading>(Reading reading) -> current(plan, reading);
          case AdminResult<Reading> fault -> Reading.unknown(fault.text());
        });
  }

  private Reading current(Plan plan, Reading reading) {
    if (plan.outdated(reading)) {
      watch.replan();
    }
    return reading;
  }
}
