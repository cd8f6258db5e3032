package io.ebbgate.system.cluster;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.VerdictFields;
import io.ebbgate.system.load.Exchange;
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
    List<Exchange> failed =
        actual.report().exchanges().stream().filter(each -> each.ending().failed()).toList();
    if (!failed.isEmpty()) {
      failWithMessage(
          "%s of %s failed, among them:%n%s",
          failed.size(), actual.report().requests(), examples(failed));
    }
    return this;
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

  /** So many pods left, and the last word of each sidecar is one of these. */
  public StoryAssert saidGoodbye(int pods, Outcome... allowed) {
    Set<String> words = Stream.of(allowed).map(Outcome::word).collect(Collectors.toSet());
    List<String> said = actual.left().stream().map(PodStory::word).toList();
    if (said.size() != pods || !words.containsAll(said)) {
      failWithMessage("The pods that left said %s, not %s times one of %s.", said, pods, words);
    }
    actual.left().forEach(this::isFinal);
    return this;
  }

  private void isFinal(PodStory pod) {
    boolean provisional =
        pod.verdict().map(each -> each.path(VerdictFields.PROVISIONAL).asBoolean()).orElse(false);
    if (provisional) {
      failWithMessage("The last word of %s is provisional.", pod.name());
    }
  }

  /** The kubelet called every hook to its end. */
  public StoryAssert hadNoFailedHook() {
    if (actual.warnings().contains(FAILED_HOOK)) {
      failWithMessage("The kubelet says %s.", FAILED_HOOK);
    }
    return this;
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
    Instant asked = pod.answered().orElseThrow().minus(pod.held().orElseThrow());
    Instant least = asked.plus(usual(Setting.MIN_DRAIN));
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
