package io.ebbgate.tool.cluster;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.tool.load.Exchange;
import io.ebbgate.tool.load.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** What a scenario expects of its story. */
public final class StoryAssert extends AbstractAssert<StoryAssert, Story> {
  private static final String FAILED_HOOK = "FailedPreStopHook";
  private static final Duration SOON = Duration.ofMillis(500);

  private final Losses losses;

  private StoryAssert(Story story) {
    super(story, StoryAssert.class);
    losses = new Losses(story);
    as(story.line());
  }

  public static StoryAssert assertThat(Story story) {
    return new StoryAssert(story);
  }

  /** No request failed, no connection or stream was cut. */
  public StoryAssert lostNothing() {
    return lostNone("", losses.all());
  }

  /** Only clients of these kinds lost something, and they did. */
  public StoryAssert lostOnly(Kind... kinds) {
    return lostAtLeast(1).lostNone("of other kinds ", losses.besides(kinds));
  }

  /** So many requests failed at least. */
  public StoryAssert lostAtLeast(int number) {
    if (losses.all().size() < number) {
      failWithMessage("Only %s requests failed, not %s.", losses.all().size(), number);
    }
    return this;
  }

  /** What failed was under way while a pod left that did not come to its end. */
  public StoryAssert lostOnlyWhilePodsLeft() {
    return lostNone("while no pod left ", losses.whileNoPodLeft(Duration.ZERO));
  }

  /**
   * What failed was under way while a pod ended that was deleted by force, and some did.
   *
   * @param kubelet how long it goes on with a pod that is no more
   */
  public StoryAssert lostOnlyWithin(Duration kubelet) {
    return lostAtLeast(1).lostNone("when all was over ", losses.whileNoPodLeft(kubelet));
  }

  /**
   * What failed found nobody, where clients can reach one pod only.
   *
   * @param listeners how long after the hook its listeners end
   */
  public StoryAssert lostOnlyWhileNobodyCouldServe(Duration listeners) {
    return lostNone("although somebody could serve ", losses.whileSomebodyCouldServe(listeners));
  }

  private StoryAssert lostNone(String which, List<Exchange> lost) {
    if (!lost.isEmpty()) {
      failWithMessage(
          "%s of %s failed %samong them:%n%s",
          lost.size(), actual.report().requests(), which, losses.examples(lost));
    }
    return this;
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
    Set<String> words = Stream.of(allowed).map(Outcome::wireName).collect(Collectors.toSet());
    for (PodStory pod : actual.left()) {
      if (!words.contains(pod.wireName()) || pod.provisional()) {
        failWithMessage("The last word of %s is %s", pod.name(), pod.messages());
      }
    }
    return this;
  }

  /** So many pods left, none with a word about it. */
  public StoryAssert leftSilently(int pods) {
    if (actual.left().size() != pods
        || actual.left().stream().anyMatch(pod -> !pod.wireName().isEmpty())) {
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
      Duration after = actual.afterLastWork(pod).orElseThrow();
      if (after.compareTo(SOON) > 0) {
        failWithMessage("%s was held for %s ms after its last work.", pod.name(), after.toMillis());
      }
    }
    return this;
  }

  /**
   * Of each pod that left, its sidecar's last word was told by one Event on the pod, one on its
   * workload, one line of a webhook's log and the metrics, and no other.
   */
  public StoryAssert wasToldOf() {
    wasToldOnce();
    Observed observed = actual.observed();
    Assertions.assertThat(observed.lines())
        .as("lines of logs")
        .containsExactlyInAnyOrderElementsOf(observed.events());
    Assertions.assertThat(
            observed.counted().entrySet().stream().filter(each -> each.getValue() > 0))
        .as("metrics")
        .containsExactlyInAnyOrderElementsOf(
            actual.left().stream()
                .collect(Collectors.groupingBy(PodStory::wireName, Collectors.counting()))
                .entrySet());
    return this;
  }

  /** Of each pod that left, its sidecar's last word was told by one Event, and no other. */
  public StoryAssert wasToldOnce() {
    Map<String, String> words =
        actual.left().stream().collect(Collectors.toMap(PodStory::name, PodStory::wireName));
    Assertions.assertThat(actual.observed().events())
        .as("Events on pods")
        .extracting(Observed.Tiding::name, Observed.Tiding::verdict)
        .containsExactlyInAnyOrderElementsOf(
            words.entrySet().stream()
                .map(each -> Assertions.tuple(each.getKey(), each.getValue()))
                .toList());
    Assertions.assertThat(actual.observed().workload())
        .as("Events on the workload")
        .extracting(Observed.Tiding::verdict)
        .containsExactlyInAnyOrderElementsOf(words.values());
    // Of a replica that is gone, neither is left.
    Assertions.assertThat(actual.observed().lines())
        .as("lines of logs")
        .doesNotHaveDuplicates()
        .isSubsetOf(actual.observed().events());
    Assertions.assertThat(
            actual.observed().counted().values().stream().mapToLong(each -> each).sum())
        .as("counted")
        .isEqualTo(actual.observed().lines().size());
    return this;
  }

  /** The only pod that left was told of with this verdict and for this reason. */
  public StoryAssert wasToldAs(Outcome verdict, String reason) {
    Assertions.assertThat(actual.observed().events())
        .containsExactly(
            new Observed.Tiding(actual.left().getFirst().name(), reason, verdict.wireName()));
    Assertions.assertThat(actual.observed().counted()).containsEntry(verdict.wireName(), 1L);
    return this;
  }

  /** Nothing was told of the pods that left. */
  public StoryAssert wasNotToldOf() {
    Assertions.assertThat(actual.observed().events()).isEmpty();
    return this;
  }
}
