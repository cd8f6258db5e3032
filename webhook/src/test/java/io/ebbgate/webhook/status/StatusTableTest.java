package io.ebbgate.webhook.status;

import static io.ebbgate.webhook.status.TestSnapshot.EVERYWHERE;
import static io.ebbgate.webhook.status.TestSnapshot.SHOP;
import static io.ebbgate.webhook.status.TestSnapshot.draining;
import static io.ebbgate.webhook.status.TestSnapshot.serving;
import static io.ebbgate.webhook.status.TestSnapshot.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.webhook.status.SidecarStatus.Cause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTableTest {
  private static final String CLEAN = verdict("clean", "0");
  private static final String LOST = "{\"verdict\":\"lost\"}";

  @Test
  void showsTerminatingPodsAndCountsAll() {
    String table = String.join("\n", new StatusTable(SHOP, false, 0).lines(example()));

    assertThat(table)
        .isEqualTo(
            """
            POD          PHASE        CONNS   REQS   HELD   LEFT   VERDICT
            edge-2xkqp   waiting      14      3      19s    41s    -
            edge-8mfrd   announcing   220     ?      3s     57s    -
            edge-c4k8z   no answer    ?       ?      ?      ?      -
            edge-q2x7c   gone 2m5s    0       0      6s     -      clean
            edge-tt5vj   gone 12m     ?       ?      ?      -      lost
            2 serving, 2 draining, 1 not running, 1 unknown, 2 gone (1 clean, 1 lost)\
            """);
    assertThat(Path.of(System.getProperty("ebbgate.root"), "docs/command-line.md"))
        .content()
        .contains(table);
  }

  private static StatusSnapshot example() {
    return new TestSnapshot()
        .terminating("edge-8mfrd", draining("announcing", "220", "null", 3))
        .terminating("edge-2xkqp", draining("waiting", "14", "3", 19))
        .running("edge-9wn5t", serving())
        .running("edge-b6v2s", serving())
        .running("edge-c4k8z", SidecarStatus.unknown(Cause.NO_ANSWER))
        .starting("edge-zzk4h")
        .deleted("edge-q2x7c", Duration.ofSeconds(125), CLEAN)
        .deleted("edge-tt5vj", Duration.ofMinutes(12), LOST)
        .build();
  }

  @Test
  void showsServingPodsWithAll() {
    StatusSnapshot snapshot =
        new TestSnapshot()
            .running(
                "edge-1",
                SidecarClient.read(
                    """
                    {"phase":"serving","now":{"connections":31,"requests":2}}\
                    """))
            .starting("edge-2")
            .build();

    assertThat(String.join("\n", new StatusTable(EVERYWHERE, true, 0).lines(snapshot)))
        .isEqualTo(
            """
            NAMESPACE   POD      PHASE         CONNS   REQS   HELD   LEFT   VERDICT
            shop        edge-2   not running   ?       ?      -      -      -
            shop        edge-1   serving       31      2      -      -      -
            1 serving, 1 not running\
            """);
  }

  @Test
  void fitsATerminalOfEightyColumns() {
    String name = "envoy-default-production-gateway-7d9c5b8f6d-x2k9p";
    StatusSnapshot snapshot =
        new TestSnapshot()
            .terminating(name, draining("announcing", "22000", "1400", 3))
            .deleted(name + "-2", Duration.ofMinutes(12), verdict("admin_unreachable", "0"))
            .build();

    assertThat(new StatusTable(EVERYWHERE, true, 80).lines(snapshot))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80))
        .anyMatch(line -> line.contains("…"));
    assertThat(new StatusTable(EVERYWHERE, true, 0).lines(snapshot))
        .anyMatch(line -> line.contains(name));
  }

  @Test
  void hasOneLineForAnyPodName() {
    StatusSnapshot snapshot =
        new TestSnapshot().deleted("edge\033[2J\n", Duration.ZERO, CLEAN).build();

    assertThat(new StatusTable(SHOP, false, 0).lines(snapshot))
        .hasSize(3)
        .noneMatch(StatusTableTest::controls);
  }

  private static boolean controls(String line) {
    return line.chars().anyMatch(Character::isISOControl);
  }

  @Test
  void isOneLineIfAllPodsServe() {
    StatusSnapshot snapshot = new TestSnapshot().running("edge-1", serving()).build();

    assertThat(new StatusTable(SHOP, false, 0).lines(snapshot)).containsExactly("1 serving");
  }

  @Test
  void reportsThatThereIsNoPod() {
    PodSelector selector =
        new PodSelector(Optional.of("shop"), PodSelector.parseWorkload("deploy/edge"));

    assertThat(new StatusTable(selector, false, 0).lines(new TestSnapshot().build()))
        .containsExactly("No injected pod of deployment/edge in namespace shop.");
    assertThat(new StatusTable(EVERYWHERE, false, 0).lines(new TestSnapshot().build()))
        .containsExactly("No injected pod in all namespaces.");
  }

  @Test
  void showsTheNewestDeletedPodsAndCountsAll() {
    TestSnapshot snapshot = new TestSnapshot();
    for (int pod = 1; pod <= 50; pod++) {
      snapshot.deleted("edge-" + pod, Duration.ofSeconds(pod), CLEAN);
    }

    assertThat(new StatusTable(SHOP, false, 0).lines(snapshot.build()))
        .hasSize(12)
        .last()
        .isEqualTo("50 gone (50 clean)");
  }

  @ParameterizedTest
  @CsvSource({
    "PT-1S, 0s", "PT0.9S, 0s", "PT59S, 59s",
    "PT2M, 2m", "PT2M5S, 2m5s", "PT3H10M59S, 3h10m",
    "PT48H, 48h"
  })
  void printsTimesAsKubectlDoes(Duration time, String text) {
    assertThat(StatusTable.time(time)).isEqualTo(text);
  }
}
