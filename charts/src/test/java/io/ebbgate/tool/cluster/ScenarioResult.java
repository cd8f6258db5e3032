package io.ebbgate.tool.cluster;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.tool.load.LoadReport;
import io.ebbgate.tool.load.Tally;
import io.ebbgate.webhook.load.Exchange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What clients, pods, Events and logs showed of a scenario.
 *
 * @param from when the act began
 * @param to when its consequences were over
 * @param warnings reasons of the namespace's warnings, one for each time
 * @param reports what the observer reported of deleted pods
 */
public record ScenarioResult(
    String name,
    Instant from,
    Instant to,
    LoadReport report,
    List<PodHistory> pods,
    List<String> warnings,
    DrainReports reports) {
  private static final String FAILED_HOOK = "FailedPreStopHook";

  public ScenarioResult {
    pods = List.copyOf(pods);
    warnings = List.copyOf(warnings);
    requireNonNull(reports);
  }

  public Tally tally() {
    return Tally.of(report.exchanges(), nanos(from), nanos(to));
  }

  /**
   * Those that were deleted since the act began: where a product has all its gateways in one
   * namespace, pods of an earlier scenario may still end there.
   */
  public List<PodHistory> terminated() {
    return pods.stream().filter(pod -> pod.deleted().filter(from::isBefore).isPresent()).toList();
  }

  /** How often the kubelet reported a hook that failed. */
  public long failedHooks() {
    return warnings.stream().filter(FAILED_HOOK::equals).count();
  }

  /** From the beginning of the act until the last old pod was removed. */
  public Duration untilRemoved() {
    Instant last =
        terminated().stream()
            .flatMap(pod -> pod.removed().stream())
            .max(Instant::compareTo)
            .orElse(to);
    return Duration.between(from, last);
  }

  /** How long the act took. */
  public Duration length() {
    return Duration.between(from, to);
  }

  /**
   * From a pod's last work to the answer to its hook. The last work is the latest of the last
   * request through it, the end of min-drain, and the end of the linger where only idle connections
   * remained, with the settings' defaults.
   */
  Optional<Duration> afterLastWork(PodHistory pod) {
    Duration linger =
        pod.wireName().equals(Outcome.LINGERED.wireName())
            ? usual(Setting.IDLE_LINGER)
            : Duration.ZERO;
    Optional<Instant> least =
        pod.hookCalled().map(hookCalled -> hookCalled.plus(usual(Setting.MIN_DRAIN)));
    Optional<Instant> last = lastDone(pod).map(done -> done.plus(linger));
    return Stream.of(least, last)
        .flatMap(Optional::stream)
        .max(Instant::compareTo)
        .flatMap(
            work -> pod.hookAnswered().map(hookAnswered -> Duration.between(work, hookAnswered)));
  }

  /** By its name or, for raw TCP, its address. */
  private Optional<Instant> lastDone(PodHistory pod) {
    return report.exchanges().stream()
        .filter(each -> each.pod().equals(pod.name()) || each.pod().equals(pod.address()))
        .map(Exchange::done)
        .max(Long::compare)
        .map(nanos -> Instant.EPOCH.plusNanos(nanos));
  }

  private static Duration usual(Setting setting) {
    return DurationText.parse(setting.fallback()).orElseThrow();
  }

  /** In one line. */
  public String line() {
    String drains =
        terminated().stream().map(ScenarioResult::pod).collect(Collectors.joining(", "));
    return "%s: %s; %s".formatted(name, report.requests() == 0 ? "no load" : load(), drains);
  }

  private String load() {
    Tally tally = tally();
    String failures =
        tally.failures().entrySet().stream()
            .filter(each -> each.getValue() > 0)
            .map(each -> each.getKey().wireName() + " " + each.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
    return String.format(
        Locale.ROOT,
        "%d of %d failed%s, %d severed, %.1f s, p99 %.0f ms over %.0f ms",
        tally.failed(),
        report.requests(),
        tally.failed() == 0 ? "" : failures,
        tally.severed(),
        length().toMillis() / 1e3,
        tally.inside().p99().toNanos() / 1e6,
        tally.outside().p99().toNanos() / 1e6);
  }

  private static String pod(PodHistory pod) {
    String verdict = pod.wireName().isEmpty() ? "no verdict" : pod.wireName();
    return pod.holdTime()
        .map(
            holdTime -> String.format(Locale.ROOT, "%s %.1f s", verdict, holdTime.toMillis() / 1e3))
        .orElse(verdict);
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }
}
