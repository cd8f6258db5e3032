package io.ebbgate.webhook.status;

import static io.ebbgate.webhook.status.TestSnapshot.draining;
import static io.ebbgate.webhook.status.TestSnapshot.serving;
import static io.ebbgate.webhook.status.TestSnapshot.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.webhook.status.SidecarStatus.Cause;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatusJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void hasEveryFieldOfEveryPod() throws IOException {
    StatusSnapshot snapshot =
        new TestSnapshot()
            .terminating("edge-1", draining("waiting", "14", "null", 19))
            .running("edge-2", SidecarStatus.unknown(Cause.NO_ANSWER))
            .deleted("edge-3", Duration.ofSeconds(5), verdict("lingered", "2"))
            .build();

    assertThat(JSON.readTree(StatusJson.of(snapshot).toString()))
        .isEqualTo(
            JSON.readTree(
                """
                {"at": "2026-11-21T20:00:00Z",
                 "pods": [
                  {"namespace": "shop", "pod": "edge-1", "workload": "deployment/edge",
                   "leaving": true, "phase": "waiting", "problem": null, "verdict": null,
                   "connections": 14, "requests": null, "holdSeconds": 19.000,
                   "budgetSeconds": 60.000, "leftSeconds": 41.000},
                  {"namespace": "shop", "pod": "edge-2", "workload": "deployment/edge",
                   "leaving": false, "phase": null, "problem": "no answer", "verdict": null,
                   "connections": null, "requests": null, "holdSeconds": null,
                   "budgetSeconds": null, "leftSeconds": null}],
                 "gone": [
                  {"namespace": "shop", "pod": "edge-3", "workload": "deployment/edge",
                   "at": "2026-11-21T19:59:55Z", "verdict": "lingered", "connections": 2,
                   "requests": 0, "holdSeconds": 6.700, "budgetSeconds": 60.000}]}
                """));
  }

  @Test
  void hasNullForDeletedPodsWithoutThePermission() {
    StatusSnapshot snapshot =
        new TestSnapshot().running("edge-1", serving()).buildWithoutEvents("You may not.");

    assertThat(StatusJson.of(snapshot).path("gone").isNull()).isTrue();
  }
}
