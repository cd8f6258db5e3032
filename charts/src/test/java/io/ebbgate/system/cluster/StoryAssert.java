package io.ebbgate.system.cluster;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.VerdictFields;
import io.ebbgate.system.load.Ending;
import io.ebbgate.system.load.Exchange;
import io.ebbgate.system.load.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;

/** What a scenario expects of its story. */
public final class StoryAssert extends AbstractAssert<StoryAssert, Story> {
  private static final String FAILED_HOOK = "FailedPreStopHook";
  private static final Duration SOON = Duration.ofMillis(500);
  private static final Set<Ending> UNSERVED = Set.of(Ending.REFUSED, Ending.CUT_UNANSWERED);
  private static final int EXAMPLES = 10;

  private StoryAssert(Story story) {
    super(story, StoryAssert.class);
    as(story.line());
  }

  public static StoryAssert assertThat(Story story) {
    return new StoryAssert(story);
  }

  /** No request failed, no connection or stream was cut. */
  public StoryAssert lostNothing() {
    return lostNone("", failed());
  }

  /** Only clients of these kinds lost something, and they did. */
  public StoryAssert lostOnly(Kind... kinds) {
    List<Exchange> failed = failed();
    if (failed.isEmpty()) {
      failWithMessage("Nothing failed.");
    }
    return lostNone(
        "of other kinds ",
        failed.stream().filter(each -> !List.of(kinds).contains(each.kind())).toList());
  }

  /** So many requests failed at least. */
  public StoryAssert lostAtLeast(int number) {
    if (failed().size() < number) {
      failWithMessage("Only %s requests failed, not %s.", failed().size(), number);
    }
    return this;
  }

  /** What failed was under way while a pod left that did not come to its end. */
  public StoryAssert lostOnlyWhilePodsLeft() {
    return lostNone(
        "while no pod left ",
        failed().stream()
            .filter(each -> actual.left().stream().noneMatch(pod -> isWhileLeaving(pod, each)))
            .toList());
  }

  private static boolean isWhileLeaving(PodStory pod, Exchange exchange) {
    Instant done = Instant.EPOCH.plusNanos(exchange.done());
    return pod.deleted().orElseThrow().isBefore(done)
        && pod.gone().orElse(done).plus(SOON).isAfter(Instant.EPOCH.plusNanos(exchange.sent()));
  }

  /**
   * What failed found nobody, where clients can reach one pod only: it was refused between the end
   * of a pod's listeners and the readiness of its successor. A connection that the kernel had taken
   * and Envoy had not is reset when a listener ends; nothing of it was read.
   *
   * @param listeners how long after the hook they end
   */
  public StoryAssert lostOnlyWhileNobodyCouldServe(Duration listeners) {
    return lostNone(
        "although somebody could serve ",
        failed().stream()
            .filter(each ->
                !UNSERVED.contains(each.ending())
                    || actual.left().stream().noneMatch(pod -> isInGap(pod, listeners, each)))
            .toList());
  }

  private boolean isInGap(PodStory left, Duration listeners, Exchange exchange) {
    Instant ready =
        actual.pods().stream()
            .filter(pod -> pod.node().equals(left.node()) && pod.deleted().isEmpty())
            .flatMap(pod -> pod.ready().stream())
            .findFirst()
            .orElseThrow();
    return Instant.EPOCH.plusNanos(exchange.done()).isAfter(asked(left).plus(listeners))
        && Instant.EPOCH.plusNanos(exchange.sent()).isBefore(ready);
  }

  private static Instant asked(PodStory pod) {
    return pod.answered().orElseThrow().minus(pod.held().orElseThrow());
  }

  private StoryAssert lostNone(String which, List<Exchange> lost) {
    if (!lost.isEmpty()) {
      failWithMessage(
          "%s of %s failed %samong them:%n%s",
          lost.size(), actual.report().requests(), which, examples(lost));
    }
    return this;
  }

  private List<Exchange> failed() {
    return actual.report().exchanges().stream().filter(each -> each.ending().failed()).toList();
  }

  private String examples(List<Exchange> failed) {
    return failed.stream()
        .limit(EXAMPLES)
        .map(each ->
            "  %s %s through %s, sent %d ms and ended %d ms after the act began"
                .formatted(
                    each.kind().word(),
                    each.ending().word(),
                    each.pod().isEmpty() ? "nobody known" : each.pod(),
                    sinceAct(each.sent()),
                    sinceAct(each.done())))
        .collect(Collectors.joining("\n"));
  }

  private long sinceAct(long nanos) {
    return Duration.between(actual.from(), Instant.EPOCH.plusNanos(nanos)).toMillis();
  }

  /** So many pods left, each with one of these as its last word. */
  public StoryAssert saidGoodbye(int pods, Outcome... allowed) {
    if (actual.left().size() != pods) {
      failWithMessage("%s pods left, not %s.", actual.left().size(), pods);
    }
    return leftWith(allowed);
  }

  /** Each pod that left has one of these as its last word. */
  public StoryAssert leftWith(Outcome... allowed) {
    Set<String> words = Stream.of(allowed).map(Outcome::word).collect(Collectors.toSet());
    for (PodStory pod : actual.left()) {
      if (!words.contains(pod.word()) || pod.provisional()) {
        failWithMessage("The last word of %s is %s", pod.name(), pod.messages());
      }
    }
    return this;
  }

  /** So many pods left, none with a word about it. */
  public StoryAssert leftSilently(int pods) {
    if (actual.left().size() != pods
        || actual.left().stream().anyMatch(pod -> !pod.word().isEmpty())) {
      failWithMessage("%s pods left, not %s without a word.", actual.left(), pods);
    }
    return this;
  }

  /** So many pods left, each with a last word that it would have taken back. */
  public StoryAssert leftProvisionally(int pods) {
    if (actual.left().size() != pods || !actual.left().stream().allMatch(PodStory::provisional)) {
      failWithMessage("%s left, not %s with a provisional word.", actual.left(), pods);
    }
    return this;
  }

  /** So many of all pods have a sidecar. */
  public StoryAssert injected(int pods) {
    long injected = actual.pods().stream().filter(PodStory::injected).count();
    if (injected != pods) {
      failWithMessage(
          "%s of %s pods have a sidecar, not %s.", injected, actual.pods().size(), pods);
    }
    return this;
  }

  /** Each pod has a sidecar. */
  public StoryAssert injectedAll() {
    return injected(actual.pods().size());
  }

  /** Each pod's annotation begins like this. */
  public StoryAssert annotated(String name, String beginning) {
    for (PodStory pod : actual.pods()) {
      if (!pod.annotations().getOrDefault(name, "").startsWith(beginning)) {
        failWithMessage("%s is %s", name, pod.annotations().getOrDefault(name, "not there"));
      }
    }
    return this;
  }

  /** The verdicts count as many connections at the end as sessions were cut. */
  public StoryAssert countedWhatWasCut() {
    long counted =
        actual.left().stream()
            .flatMap(pod -> pod.verdict().stream())
            .mapToLong(
                each -> each.path(VerdictFields.CONNECTIONS).path(VerdictFields.END).asLong())
            .sum();
    if (counted != actual.tally().severed()) {
      failWithMessage("The verdicts count %s, the clients %s.", counted, actual.tally().severed());
    }
    return this;
  }

  /** The kubelet gave up so many hooks. */
  public StoryAssert hadFailedHooks(int hooks) {
    long failed = actual.warnings().stream().filter(FAILED_HOOK::equals).count();
    if (failed != hooks) {
      failWithMessage("%s hooks failed, not %s.", failed, hooks);
    }
    return this;
  }

  /** The kubelet called every hook to its end. */
  public StoryAssert hadNoFailedHook() {
    return hadFailedHooks(0);
  }

  /**
   * Each hold ended soon after the last work: the last request, the end of min-drain, and the end
   * of the linger where only idle connections were left.
   */
  public StoryAssert heldNoLongerThanNeeded() {
    for (PodStory pod : actual.left()) {
      Duration after = Duration.between(lastWork(pod), pod.answered().orElseThrow());
      if (after.compareTo(SOON) > 0) {
        failWithMessage("%s was held for %s ms after its last work.", pod.name(), after.toMillis());
      }
    }
    return this;
  }

  private Instant lastWork(PodStory pod) {
    Instant least = asked(pod).plus(usual(Setting.MIN_DRAIN));
    boolean lingered = pod.word().equals(Outcome.LINGERED.word());
    Duration linger = lingered ? usual(Setting.IDLE_LINGER) : Duration.ZERO;
    return actual
        .lastDone(pod)
        .map(done -> done.plus(linger))
        .filter(done -> done.isAfter(least))
        .orElse(least);
  }

  private static Duration usual(Setting setting) {
    return DurationText.parse(setting.fallback()).orElseThrow();
  }
}
