package io.ebbgate.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.core.admission.ReviewBudget;
import io.ebbgate.core.admission.SidecarStyle;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Reviews whose time is used up; each look at the clock takes one nanosecond. */
class OutOfTimeTest {
  private static final Reviewer REVIEWER = Reviewed.reviewer(Mode.AGENT, SidecarStyle.NATIVE);

  private final AtomicLong looks = new AtomicLong();

  private static ObjectNode pod(int containers) {
    ObjectNode pod =
        Reviewed.pod(
            "{metadata: {annotations: {ebbgate.io/profile: envoy,"
                + " ebbgate.io/container: c0}}, spec: {containers: []}}");
    for (int i = 0; i < containers; i++) {
      ((ArrayNode) pod.at("/spec/containers")).addObject().put("name", "c" + i);
    }
    return pod;
  }

  private ReviewOutcome review(ObjectNode pod, long within) {
    looks.set(0);
    ReviewBudget budget = ReviewBudget.until(looks::incrementAndGet, within);
    return REVIEWER.review(new AdmissionRequest("5f3c", "CREATE", "Pod", "shop", pod), budget);
  }

  @Test
  void admitThePodUnchangedWhereverTheirTimeEnds() {
    ObjectNode pod = pod(3);
    ReviewOutcome whole = review(pod, Long.MAX_VALUE);
    long all = looks.get();

    for (long within = 0; within < all; within++) {
      ReviewOutcome outcome = review(pod, within);

      assertThat(outcome.reason()).isEqualTo(Reason.OUT_OF_TIME);
      assertThat(outcome.reason().changes()).isFalse();
      assertThat(outcome.result(pod)).isSameAs(pod);
      assertThat(outcome.warnings()).singleElement().asString().contains("out_of_time");
    }
    assertThat(review(pod, all)).isEqualTo(whole);
    assertThat(whole.reason()).isEqualTo(Reason.INJECTED);
  }

  @Test
  void areFoundOutWithinEachStep() {
    review(pod(10), Long.MAX_VALUE);
    long few = looks.get();

    review(pod(1_000), Long.MAX_VALUE);

    assertThat(looks.get()).isGreaterThan(few + 4 * 990);
  }

  @Test
  void endSoonAfterwards() {
    review(pod(1_000), 100);

    assertThat(looks.get()).isEqualTo(101);
  }
}
