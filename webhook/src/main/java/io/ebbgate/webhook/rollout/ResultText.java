package io.ebbgate.webhook.rollout;

import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.Latency;
import io.ebbgate.webhook.review.OneLine;
import io.ebbgate.webhook.status.TextTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The result for people: two tables, a picture, and what to change. */
final class ResultText {
  private static final String NONE = "-";

  private ResultText() {}

  /**
   * The lines.
   *
   * @param advice what to change, a line each
   */
  static List<String> lines(TestResult result, TestedWorkload workload, List<String> advice) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(TextTable.aligned(kinds(result)));
    causes(result).ifPresent(lines::add);
    if (!result.pods().isEmpty()) {
      lines.add("");
      lines.addAll(TextTable.aligned(pods(result)));
    }
    lines.add("");
    lines.addAll(ResultPicture.lines(result));
    lines.add("");
    result.notes().forEach(note -> lines.add(OneLine.of(note)));
    advice.forEach(line -> lines.add(OneLine.of(line)));
    lines.add(OneLine.of(sentence(result, workload)));
    return lines;
  }

  private static List<List<String>> kinds(TestResult result) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("KIND", "SENT", "LOST", "SEVERED", "TOLD", "P99 BEFORE", "P99 IN ROLL"));
    for (KindResult kind : result.kinds()) {
      rows.add(
          List.of(
              kind.kind().wireName(),
              Long.toString(kind.sent()),
              Long.toString(kind.lost()),
              Long.toString(kind.severed()),
              // A WebSocket has no word for it, and these are connections of one request.
              isTold(kind.kind()) ? Long.toString(kind.told()) : NONE,
              p99(kind.before()),
              p99(kind.during())));
    }
    return rows;
  }

  private static boolean isTold(Kind kind) {
    return kind != Kind.WEBSOCKET && kind != Kind.NEW_CONNECTION && kind != Kind.HEALTH_CHECK;
  }

  private static String p99(Latency latency) {
    return latency.count() == 0 ? NONE : millis(latency.p99());
  }

  private static String millis(Duration time) {
    return time.compareTo(Duration.ofSeconds(1)) < 0
        ? String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6)
        : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
  }

  /** {@code Failures by cause: 12 refused, 3 cut_in_answer.} */
  private static Optional<String> causes(TestResult result) {
    Map<Ending, Long> endings = result.endings();
    return endings.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Failures by cause: "
                + endings.entrySet().stream()
                    .map(each -> each.getValue() + " " + each.getKey().wireName())
                    .collect(Collectors.joining(", "))
                + ".");
  }

  private static List<List<String>> pods(TestResult result) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("POD", "READY", "DELETED", "GONE", "TOOK", "VERDICT"));
    for (PodResult pod : result.pods()) {
      rows.add(
          List.of(
              pod.name(),
              pod.old() ? "before" : at(pod.ready()),
              at(pod.deleted()),
              at(pod.gone()),
              pod.drain().map(ResultText::seconds).orElse(NONE),
              verdict(pod)));
    }
    return rows;
  }

  private static String at(Optional<Duration> time) {
    return time.map(each -> "+" + seconds(each)).orElse(NONE);
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1fs", time.toMillis() / 1e3);
  }

  /** Unknown where a sidecar left none that could be read; none without one. */
  private static String verdict(PodResult pod) {
    if (!pod.injected() || pod.gone().isEmpty()) {
      return pod.verdict().map(each -> each.wireName()).orElse(NONE);
    }
    return pod.verdict().map(each -> each.wireName()).orElse("?");
  }

  private static String sentence(TestResult result, TestedWorkload workload) {
    String count = "of %d requests".formatted(result.sent());
    String failed = "%d lost and %d severed %s".formatted(result.lost(), result.severed(), count);
    String title = workload.title();
    return switch (result.end()) {
      case NOTHING_LOST ->
          "Nothing was lost %s while %s replaced in %s."
              .formatted(
                  count,
                  oldPods(result, title),
                  result
                      .replaced()
                      .flatMap(to -> result.rollout().map(to::minus))
                      .map(ResultText::seconds)
                      .orElse("?"));
      case LOST ->
          "%s while pods of %s were replaced%s."
              .formatted(failed, title, result.replaced().isEmpty() ? ", which goes on" : "");
      case NOT_CLEAN ->
          "%s without any change: %s was not touched. %s; --path, --long-path and --host say what to ask for."
              .formatted(silent(result).orElse(failed), title, notServed(result));
      case NOT_FINISHED ->
          "Nothing was lost %s, but not all pods of %s were replaced within the deadline; the rollout goes on."
              .formatted(count, title);
      case INTERRUPTED ->
          "Interrupted: %s until then%s."
              .formatted(
                  failed,
                  result.rollout().isPresent()
                      ? "; the rollout of " + title + " goes on by itself"
                      : ", and " + title + " was not touched");
      case NOT_READY ->
          "%s, and %s was not touched, since it was no longer at rest.".formatted(failed, title);
      case NOT_AGREED, NO_WORKLOAD, UNREACHABLE -> "Nothing was done.";
    };
  }

  private static String oldPods(TestResult result, String title) {
    int count = result.oldPods().size();
    return count == 1
        ? "the pod of " + title + " was"
        : "%d pods of %s were".formatted(count, title);
  }

  /** A gateway that ends long answers itself is the usual cause of another status. */
  private static String notServed(TestResult result) {
    return result.endings().containsKey(Ending.STATUS)
        ? "Some answers had another status than 2xx, as where a route's timeout is shorter than the"
            + " answer"
        : "Kinds that it does not serve are left out by --kinds";
  }

  /** Kinds without an answer, where nothing failed. */
  private static Optional<String> silent(TestResult result) {
    String kinds =
        result.kinds().stream()
            .filter(each -> each.sent() == 0)
            .map(each -> each.kind().wireName())
            .collect(Collectors.joining(" and "));
    return result.lost() + result.severed() > 0 || kinds.isEmpty()
        ? Optional.empty()
        : Optional.of("Clients of %s had no answer".formatted(kinds));
  }
}
