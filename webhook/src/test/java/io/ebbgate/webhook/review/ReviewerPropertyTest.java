package io.ebbgate.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.testkit.Property;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holds for every pod, however odd. */
class ReviewerPropertyTest {
  private static final int RUNS = 2000;
  private static final Reviewer NATIVE = Reviewed.reviewer(Mode.AGENT, SidecarStyle.NATIVE);
  private static final Reviewer CLASSIC = Reviewed.reviewer(Mode.AGENT, SidecarStyle.CLASSIC);

  @Test
  void aPatchAlwaysApplies() {
    Property.holds(
        RUNS,
        random -> {
          ObjectNode pod = RandomPod.of(random);
          Reviewed reviewed = Reviewed.by(NATIVE, pod);
          assertThat(JsonPatch.apply(reviewed.operations().deepCopy(), pod))
              .isEqualTo(reviewed.patched());
        });
  }

  @Test
  void aSecondPassIsEmpty() {
    Property.holds(
        RUNS,
        random -> {
          Reviewer reviewer = Property.oneOf(random, List.of(NATIVE, CLASSIC));
          Reviewed first = Reviewed.by(reviewer, RandomPod.of(random));
          assertThat(Reviewed.by(reviewer, first.patched()).operations()).isEmpty();
        });
  }

  @Test
  void theSamePodGetsTheSameAnswer() {
    Property.holds(
        RUNS,
        random -> {
          ObjectNode pod = RandomPod.of(random);
          String first = answer(pod.deepCopy());
          assertThat(answer(pod)).isEqualTo(first);
        });
  }

  @Test
  void aReviewNeverChangesThePodItWasGiven() {
    Property.holds(
        RUNS,
        random -> {
          ObjectNode pod = RandomPod.of(random);
          ObjectNode before = pod.deepCopy();
          Reviewed.by(CLASSIC, pod);
          assertThat(pod).isEqualTo(before);
        });
  }

  @Test
  void aPodThatIsChangedByTheAgentHasOneSidecarAndIsNotLeftWithAShorterGrace() {
    Property.holds(
        RUNS,
        random -> {
          ObjectNode pod = RandomPod.of(random);
          Reviewed reviewed = Reviewed.by(NATIVE, pod);
          if (reviewed.reason() == Reason.INJECTED) {
            assertThat(reviewed.patched().findValuesAsText("name"))
                .containsOnlyOnce(Containers.SIDECAR);
            assertThat(grace(reviewed.patched())).isGreaterThanOrEqualTo(grace(pod));
          }
        });
  }

  private static String answer(JsonNode pod) {
    return Reviewed.of(pod).outcome().toString();
  }

  private static long grace(JsonNode pod) {
    return Optional.of(pod.at("/spec/terminationGracePeriodSeconds"))
        .filter(JsonNode::isNumber)
        .map(JsonNode::asLong)
        .orElse(30L);
  }
}
