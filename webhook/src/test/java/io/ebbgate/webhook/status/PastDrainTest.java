package io.ebbgate.webhook.status;

import static io.ebbgate.webhook.status.TestSnapshot.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Outcome;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PastDrainTest {
  private static final String CLEAN = verdict("clean", "0");

  @Test
  void isReadFromBothEventsOfADrain() {
    List<PastDrain> drains =
        PastDrain.of(
            List.of(
                event("ebbgate-drain-u1", "Pod", "edge-1", "2026-11-21T19:47:19.000000Z", CLEAN),
                event(
                    "ebbgate-drain-u1-workload",
                    "Deployment",
                    "edge",
                    "2026-11-21T19:47:19.000000Z",
                    CLEAN)));

    assertThat(drains).hasSize(1);
    PastDrain drain = drains.getFirst();
    assertThat(drain.pod().uid()).isEqualTo("u1");
    assertThat(drain.pod().name()).isEqualTo("edge-1");
    assertThat(drain.pod().workloadKind()).isEqualTo("Deployment");
    assertThat(drain.pod().workload()).isEqualTo("edge");
    assertThat(drain.at()).isEqualTo(Instant.parse("2026-11-21T19:47:19Z"));
    assertThat(drain.verdict().outcome()).isEqualTo(Outcome.CLEAN);
  }

  /** The observer's second name, since a foreign Event had the first. */
  @Test
  void isReadFromEventsUnderTheirSecondNames() {
    List<PastDrain> drains =
        PastDrain.of(
            List.of(
                event("ebbgate-drain-u1", "Pod", "edge-9", "2026-11-21T19:47:18.000000Z", CLEAN),
                event(
                    "ebbgate-drain-u1-observed",
                    "Pod",
                    "edge-1",
                    "2026-11-21T19:47:19.000000Z",
                    CLEAN),
                event(
                    "ebbgate-drain-u1-observed-workload",
                    "Deployment",
                    "edge",
                    "2026-11-21T19:47:19.000000Z",
                    CLEAN)));

    assertThat(drains).extracting(drain -> drain.pod().uid()).containsExactly("u1");
    assertThat(drains).extracting(drain -> drain.pod().workload()).containsExactly("edge");
  }

  @Test
  void comesNewestFirst() {
    List<PastDrain> drains =
        PastDrain.of(
            List.of(
                event("ebbgate-drain-u1", "Pod", "edge-1", "2026-11-21T19:47:19.000000Z", CLEAN),
                event("ebbgate-drain-u2", "Pod", "edge-2", "2026-11-21T19:48:19.000000Z", CLEAN)));

    assertThat(drains).extracting(drain -> drain.pod().name()).containsExactly("edge-2", "edge-1");
  }

  @Test
  void isNotReadFromForeignEvents() {
    List<PastDrain> drains =
        PastDrain.of(
            List.of(
                event("ebbgate-drain-u1", "Pod", "edge-1", "2026-11-21T19:47:19.000000Z", "Hello."),
                event("ebbgate-drain-u2", "Pod", "edge-2", "yesterday", CLEAN),
                event("another", "Pod", "edge-3", "2026-11-21T19:47:19.000000Z", CLEAN),
                event("ebbgate-drain-u4", "Pod", "edge-3", "2026-11-21T19:47:19.000000Z", CLEAN)));

    assertThat(drains).isEmpty();
  }

  private static Event event(String name, String kind, String of, String at, String verdict) {
    return new EventBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("shop")
        .addToAnnotations(Annotations.VERDICT, verdict)
        .endMetadata()
        .withReason("DrainCompleted")
        .withNote("A sentence.")
        .withNewRegarding()
        .withKind(kind)
        .withName(of)
        .withUid(of.replace("edge-", "u"))
        .endRegarding()
        .withEventTime(new MicroTime(at))
        .build();
  }
}
