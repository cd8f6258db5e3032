package io.ebbgate.system.cluster;

import io.ebbgate.system.load.Exchange;
import io.ebbgate.system.load.LoadReport;
import io.ebbgate.system.load.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What became of a play.
 *
 * @param from when the act began
 * @param to when its consequences were over
 * @param warnings reasons of the namespace's warnings, one for each time
 */
public record Story(
    String name,
    Instant from,
    Instant to,
    LoadReport report,
    List<PodStory> pods,
    List<String> warnings) {
  public Story {
    pods = List.copyOf(pods);
    warnings = List.copyOf(warnings);
  }

  public Tally tally() {
    return Tally.of(report.exchanges(), nanos(from), nanos(to));
  }

  /** Those that left. */
  public List<PodStory> left() {
    return pods.stream().filter(pod -> pod.deleted().isPresent()).toList();
  }

  /** How long the act took. */
  public Duration length() {
    return Duration.between(from, to);
  }

  /** When the last request through a pod was done, by its name or, for raw TCP, its address. */
  Optional<Instant> lastDone(PodStory pod) {
    return report.exchanges().stream()
        .filter(each -> each.pod().equals(pod.name()) || each.pod().equals(pod.address()))
        .map(Exchange::done)
        .max(Long::compare)
        .map(nanos -> Instant.EPOCH.plusNanos(nanos));
  }

  /** In one line. */
  public String line() {
    Tally tally = tally();
    String failures =
        tally.failures().entrySet().stream()
            .filter(each -> each.getValue() > 0)
            .map(each -> each.getKey().word() + " " + each.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
    return String.format(
        Locale.ROOT,
        "%s: %d of %d failed%s, %d severed, %.1f s, p99 %.0f ms over %.0f ms; %s",
        name,
        tally.failed(),
        tally.requests(),
        tally.failed() == 0 ? "" : failures,
        tally.severed(),
        length().toMillis() / 1e3,
        tally.inside().p99().toNanos() / 1e6,
        tally.outside().p99().toNanos() / 1e6,
        left().stream().map(Story::pod).collect(Collectors.joining(", ")));
  }

  private static String pod(PodStory pod) {
    String verdict = pod.word().isEmpty() ? "no verdict" : pod.word();
    return pod.held()
        .map(held -> String.format(Locale.ROOT, "%s %.1f s", verdict, held.toMillis() / 1e3))
        .orElse(verdict);
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }
}
