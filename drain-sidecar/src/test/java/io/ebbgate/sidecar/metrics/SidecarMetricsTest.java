package io.ebbgate.sidecar.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.CountSource;
import io.ebbgate.core.verdict.DrainRecord;
import io.ebbgate.core.verdict.DrainRecord.AdminUse;
import io.ebbgate.core.verdict.DrainRecord.EnvoyPlan;
import io.ebbgate.core.verdict.DrainRecord.Remaining;
import io.ebbgate.core.verdict.DrainRecord.Timing;
import io.ebbgate.core.verdict.Trigger;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SidecarMetricsTest {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "[a-z_]+(\\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*})? (NaN|[-+]?(Inf|[0-9.E+-]+))");

  private final SidecarMetrics metrics =
      new SidecarMetrics(
          "1.2.3", () -> 4, Duration.ofSeconds(60), InstantSource.fixed(Instant.EPOCH));

  @Test
  void writesAScrapeThatParses() {
    metrics.polled(
        new Reading(
            Count.of(3),
            Count.unknown("x"),
            Count.of(0),
            Count.of(9),
            Count.of(9),
            Optional.empty()));
    List<String> samples = samples();

    assertThat(samples).allMatch(line -> SAMPLE.matcher(line).matches());
    assertThat(samples)
        .contains(
            MetricNames.CONNECTIONS_ACTIVE + " 3.0",
            MetricNames.REQUESTS_ACTIVE + " NaN",
            MetricNames.LOG_LINES_DROPPED + " 4.0",
            MetricNames.BUILD_INFO + "{version=\"1.2.3\"} 1",
            MetricNames.DRAIN_PHASE + "{phase=\"serving\"} 1.0");
  }

  @Test
  void hasHelpForEveryMetric() {
    String scrape = metrics.scrape("").text();
    Set<String> typed = names(scrape, "# TYPE ");

    assertThat(names(scrape, "# HELP ")).isEqualTo(typed);
    assertThat(typed)
        .allMatch(name -> name.startsWith(MetricNames.PREFIX) || name.startsWith("process_"));
  }

  @Test
  void showsWhatItsOwnProcessTakes() {
    assertThat(value(MetricNames.PROCESS_MEMORY)).isGreaterThan(1e6);
    assertThat(value(MetricNames.PROCESS_CPU)).isPositive();
    assertThat(value(MetricNames.PROCESS_FILES)).isGreaterThan(2);
    assertThat(value(MetricNames.PROCESS_START)).isGreaterThan(1.7e9);
  }

  @Test
  void hasThePodsGraceAndNoDrainInTheBeginning() {
    assertThat(value(MetricNames.DRAIN_GRACE)).isEqualTo(60);
    assertThat(value(MetricNames.DRAIN_LAST_START)).isZero();
    assertThat(value(MetricNames.DRAINS_STARTED + "{trigger=\"deletion\"}")).isZero();
  }

  private double value(String name) {
    return samples().stream()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  /** As Prometheus asks from 2.5 on. */
  @Test
  void speaksOpenMetricsWhereThatIsAskedFor() {
    SidecarMetrics.Scrape open =
        metrics.scrape("application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

    assertThat(open.type()).startsWith("application/openmetrics-text");
    assertThat(open.text()).endsWith("# EOF\n");
    assertThat(metrics.scrape("*/*").type()).startsWith("text/plain; version=0.0.4");
  }

  @Test
  void countsARefusedHookApartFromTheEndOfADrain() {
    metrics.hookRefused();

    assertThat(samples()).contains(MetricNames.HOOKS_REFUSED + " 1.0");
    assertThat(samples()).noneMatch(line -> line.startsWith(MetricNames.DRAINS + "{"));
  }

  static Stream<Arguments> endsOfDrains() {
    Named<Verdict> drained = named("drained", drained());
    Named<Verdict> none = named("no drain", Verdict.withoutDrain(Outcome.NOT_ASKED));
    Named<Verdict> hookRefused = named("hook refused", Verdict.withoutDrain(Outcome.REFUSED));
    return Stream.of(
        arguments(drained, MetricNames.DRAINS + "{outcome=\"clean\",trigger=\"deletion\"}"),
        arguments(none, MetricNames.DRAINS + "{outcome=\"not_asked\",trigger=\"none\"}"),
        arguments(hookRefused, MetricNames.DRAINS + "{outcome=\"refused\",trigger=\"none\"}"));
  }

  @ParameterizedTest
  @MethodSource("endsOfDrains")
  void countsTheEndOfADrain(Verdict verdict, String sample) {
    metrics.drainEnded(verdict);

    assertThat(value(sample)).isEqualTo(1);
  }

  @Test
  void countsCallsOfEnvoysAdminByPathAndOutcome() {
    EnvoyAdmin admin = metrics.admin().counted(new Silent(), () -> 0);
    admin.call(AdminCall.restoreReadiness());
    admin.call(AdminCall.restoreReadiness());

    assertThat(samples())
        .contains(
            MetricNames.ADMIN_REQUESTS + "{code=\"timed_out\",path=\"/healthcheck/ok\"} 2.0",
            MetricNames.ADMIN_CONSECUTIVE_FAILURES + " 2.0");
  }

  private static Verdict drained() {
    return new Verdict(
        Outcome.CLEAN,
        false,
        Optional.of(
            new DrainRecord(
                Trigger.DELETION,
                new Timing(Instant.EPOCH, Duration.ofSeconds(6), Duration.ofSeconds(60), List.of()),
                new Remaining(Count.of(1), Count.of(0)),
                new Remaining(Count.of(1), Count.of(0)),
                CountSource.STATISTICS,
                new AdminUse(20, 0, List.of()),
                List.of(),
                new EnvoyPlan(Optional.empty(), "scripted", List.of()))));
  }

  private static final class Silent implements EnvoyAdmin {
    @Override
    public <T> AdminResult<T> call(AdminCall<T> call) {
      return new AdminResult.TimedOut<>();
    }
  }

  private List<String> samples() {
    return metrics.scrape("").text().lines().filter(line -> !line.startsWith("#")).toList();
  }

  private static Set<String> names(String scrape, String comment) {
    Stream<String> lines = scrape.lines().filter(line -> line.startsWith(comment));
    return lines
        .map(line -> line.substring(comment.length()).split(" ", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
