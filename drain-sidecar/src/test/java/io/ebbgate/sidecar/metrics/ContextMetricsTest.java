package io.ebbgate.sidecar.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.context.ContextChange;
import io.ebbgate.core.context.ContextEvent;
import io.ebbgate.core.context.ContextRules;
import io.ebbgate.core.context.DrainContexts;
import io.ebbgate.core.context.ListenerInventory;
import io.ebbgate.core.context.ListenerVersion;
import io.ebbgate.core.context.PortUse;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.drain.EnvoyFacts.Strategy;
import io.ebbgate.core.drain.ListenerChanges;
import io.ebbgate.core.drain.ListenerCounts;
import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.ListenerFacts.Direction;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContextMetricsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SidecarMetrics metrics =
      new SidecarMetrics(
          "1.2.3", () -> 0, Duration.ofSeconds(60), InstantSource.fixed(Instant.EPOCH));
  private DrainContexts contexts = DrainContexts.none(0);

  @Test
  void followAConfigurationDrainFromTheUpdateToTheCut() {
    poll(1, 0, 5);
    list(2);
    assertThat(value(MetricNames.LISTENER_VERSIONS_ACTIVE + "{state=\"active\"}")).isEqualTo(1);

    poll(3, 1, 5);
    list(4);
    assertThat(value(MetricNames.LISTENER_VERSIONS_ACTIVE + "{state=\"draining\"}")).isEqualTo(1);
    assertThat(value(MetricNames.LISTENER_DRAIN_CONNECTIONS + "{scenario=\"listener_update\"}"))
        .isEqualTo(5);
    assertThat(
            value(
                MetricNames.DRAIN_STRATEGY_USAGE
                    + "{pace=\"immediate\",scenario=\"listener_update\",strategy=\"tcp\"}"))
        .isEqualTo(1);

    poll(5, 1, 2);
    poll(15, 0, 0);
    assertThat(transitions("active", "draining")).isEqualTo(5);
    assertThat(transitions("draining", "closed")).isEqualTo(3);
    assertThat(transitions("closing", "closed")).isEqualTo(2);
    assertThat(value(MetricNames.LISTENER_DRAIN_TIMEOUTS + "{scenario=\"listener_update\"}"))
        .isEqualTo(1);
    assertThat(value(MetricNames.LISTENER_DRAIN_DURATION + "_count{scenario=\"listener_update\"}"))
        .isEqualTo(1);
  }

  private double transitions(String from, String to) {
    return value(
        MetricNames.CONNECTION_TRANSITIONS + "{from=\"%s\",to=\"%s\"}".formatted(from, to));
  }

  private void poll(long second, long draining, long open) {
    Count none = Count.of(0);
    apply(
        new ContextEvent.Polled(
            nanos(second),
            new Reading(
                none,
                none,
                none,
                none,
                none,
                Optional.of(new ListenerChanges(second, draining, 0)),
                Optional.empty(),
                Map.of("web", new ListenerCounts(Count.of(open), Count.of(5))))));
  }

  /** Of the listener there is one version, and at the fourth second none any more. */
  private void list(long second) {
    apply(
        new ContextEvent.Listed(
            new ListenerInventory(
                nanos(second),
                Instant.EPOCH,
                1,
                Strategy.IMMEDIATE,
                Duration.ofSeconds(10),
                Stream.of(false, true)
                    .filter(draining -> draining == (second >= 4))
                    .map(draining ->
                        new ListenerVersion(
                            LISTENER, "1", Optional.empty(), draining, PortUse.PLAIN))
                    .toList())));
  }

  private void apply(ContextEvent event) {
    DrainContexts before = contexts;
    contexts = ContextRules.next(before, event);
    metrics.contextsChanged(contexts, ContextChange.between(before, contexts), event.at());
  }

  private static long nanos(long seconds) {
    return SECOND.multipliedBy(seconds).toNanos();
  }

  private double value(String name) {
    List<String> lines = metrics.scrape("").text().lines().toList();
    return lines.stream()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  private static final ListenerFacts LISTENER =
      new ListenerFacts(
          "web",
          "0.0.0.0:80",
          80,
          "web",
          Protocol.TCP,
          Direction.UNSPECIFIED,
          false,
          Set.of(),
          SECOND,
          SECOND);
}
