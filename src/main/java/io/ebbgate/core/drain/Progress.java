package io.ebbgate.core.drain;

import io.ebbgate.core.contract.PhaseNames;
import java.util.ArrayList;
import java.util.List;

/**
 * What has been observed in a hold; carried from phase to phase.
 *
 * @param traffic with the health checks that {@code background-connections} does not name
 */
record Progress(
    QuietWindow quiet,
    RemainingWork work,
    BackgroundTraffic traffic,
    BalancerGate gate,
    AdminContact contact,
    ActionHistory calls,
    ForcedCloses forced,
    List<PhaseEntry> entries) {
  Progress {
    entries = List.copyOf(entries);
  }

  static Progress from(long at, boolean answeredBefore, BackgroundTraffic traffic) {
    return begin(at, traffic, AdminContact.from(at, answeredBefore), ActionHistory.none());
  }

  /** From the beginning, with an Envoy that has accepted calls already. */
  Progress anew(long at) {
    return begin(at, traffic, contact, calls);
  }

  private static Progress begin(
      long at, BackgroundTraffic traffic, AdminContact contact, ActionHistory calls) {
    return new Progress(
        QuietWindow.from(at),
        RemainingWork.from(at),
        traffic.begin(at),
        BalancerGate.unknown(at),
        contact,
        calls,
        ForcedCloses.none(at),
        List.of(new PhaseEntry(PhaseNames.ANNOUNCING, at)));
  }

  Progress observe(Observation seen, DrainTerms terms) {
    return switch (seen) {
      case Observation.Answered(long at, Reading reading) ->
          new Progress(
              quiet.observe(
                  at, reading.accepted(), terms.budget().quietPeriod(), terms.background()),
              work.observe(at, reading, terms.settings().exitConnections(), terms.background()),
              background(at, reading, terms.settings()),
              gate,
              contact.answered(at),
              calls,
              forced,
              entries);
      case Observation.Failed(long at, Observation.Failure failure) ->
          new Progress(
              quiet,
              // A poll that the deadline cut says nothing; the reading before it still holds.
              at - terms.deadline() >= 0 ? work : work.lost("the last poll failed"),
              traffic,
              gate,
              contact.failed(at, failure),
              calls,
              forced,
              entries);
      case Observation.Acted acted ->
          new Progress(quiet, work, traffic, gate, contact, calls.observe(acted), forced, entries);
      case Observation.Planned _ ->
          new Progress(
              quiet,
              work.lost("Envoy's listeners have changed"),
              traffic,
              gate,
              contact,
              calls,
              forced,
              entries);
      case Observation.TakenOver(long at) ->
          new Progress(
              QuietWindow.from(at),
              work.lost("another Envoy took over"),
              traffic,
              gate,
              contact,
              ActionHistory.none(),
              forced,
              entries);
      case Observation.Registration heard ->
          new Progress(quiet, work, traffic, gate.observe(heard), contact, calls, forced, entries);
      case Observation.ForceClosed closed ->
          new Progress(quiet, work, traffic, gate, contact, calls, forced.observe(closed), entries);
      case Observation.Shortened _,
          Observation.Terminating _,
          Observation.Hooked _,
          Observation.Reborn _,
          Observation.Elapsed _ ->
          this;
    };
  }

  Progress entered(String phase, long at) {
    List<PhaseEntry> more = new ArrayList<>(entries);
    more.add(new PhaseEntry(phase, at));
    return new Progress(quiet, work, traffic, gate, contact, calls, forced, more);
  }

  private BackgroundTraffic background(long at, Reading reading, DrainSettings settings) {
    return settings.backgroundConnections() > 0
        ? traffic
        : traffic.observe(at, reading, settings.exitConnections());
  }

  /** Whether no client has come for the quiet period. */
  boolean isQuiet(DrainTerms terms) {
    return quiet.reached() || traffic.quietFor(terms.budget().quietPeriod());
  }

  /**
   * When a client was last seen at work. Where the kernel says it of each connection by itself,
   * health checks beside them are no matter.
   */
  long lastWorkAt() {
    boolean judged = work.last().sockets().filter(Sockets::timed).isPresent();
    return !judged
            && traffic.checks().isPresent()
            && traffic.clientWorkedAt() - work.lastWorkAt() < 0
        ? traffic.clientWorkedAt()
        : work.lastWorkAt();
  }
}
