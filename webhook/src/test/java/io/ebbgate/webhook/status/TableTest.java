package io.ebbgate.webhook.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.webhook.status.Answer.Silence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
  private static final String CLEAN = Seen.verdict("clean", "0");
  private static final String LOST = "{\"verdict\":\"lost\"}";

  @Test
  void showsWhoLeavesAndCountsEverybody() {
    String table = String.join("\n", Table.of(example(), Seen.SHOP, false));

    assertThat(table)
        .isEqualTo(
            """
            POD          PHASE        CONNECTIONS   REQUESTS   HELD   LEFT   VERDICT   GONE
            edge-2xkqp   waiting      14            3          19s    41s    -         -
            edge-8mfrd   announcing   220           ?          3s     57s    -         -
            edge-c4k8z   no answer    ?             ?          ?      ?      -         -
            edge-q2x7c   gone         0             0          6s     -      clean     2m5s ago
            edge-tt5vj   gone         ?             ?          ?      -      lost      12m ago
            2 serving, 2 draining, 1 not running, 1 unknown, 2 gone (1 clean, 1 lost)\
            """);
    assertThat(Path.of(System.getProperty("ebbgate.root"), "README.md")).content().contains(table);
  }

  private static Facts example() {
    return new Seen()
        .leaves("edge-2xkqp", Seen.draining("waiting", "14", "3", 19))
        .leaves("edge-8mfrd", Seen.draining("announcing", "220", "null", 3))
        .stays("edge-9wn5t", Seen.serving())
        .stays("edge-b6v2s", Seen.serving())
        .stays("edge-c4k8z", Answer.silent(Silence.NO_ANSWER))
        .starts("edge-zzk4h")
        .left("edge-q2x7c", Duration.ofSeconds(125), CLEAN)
        .left("edge-tt5vj", Duration.ofMinutes(12), LOST)
        .facts();
  }

  @Test
  void showsWhoServesWhereItIsAskedTo() {
    Facts facts = new Seen().stays("edge-1", Seen.serving()).starts("edge-2").facts();

    assertThat(String.join("\n", Table.of(facts, Seen.EVERYWHERE, true)))
        .isEqualTo(
            """
            NAMESPACE   POD      PHASE         CONNECTIONS   REQUESTS   HELD   LEFT   VERDICT   GONE
            shop        edge-1   serving       ?             ?          -      -      -         -
            shop        edge-2   not running   ?             ?          -      -      -         -
            1 serving, 1 not running\
            """);
  }

  @Test
  void hasOneLineForWhateverNameAnEventHas() {
    Facts facts = new Seen().left("edge\033[2J\n", Duration.ZERO, CLEAN).facts();

    assertThat(Table.of(facts, Seen.SHOP, false)).hasSize(3).noneMatch(TableTest::controls);
  }

  private static boolean controls(String line) {
    return line.chars().anyMatch(Character::isISOControl);
  }

  @Test
  void isALineWhereNobodyLeaves() {
    Facts facts = new Seen().stays("edge-1", Seen.serving()).facts();

    assertThat(Table.of(facts, Seen.SHOP, false)).containsExactly("1 serving");
  }

  @Test
  void saysWhereThereIsNobody() {
    Scope scope = new Scope(Optional.of("shop"), WorkloadName.parse("deploy/edge"));

    assertThat(Table.of(new Seen().facts(), scope, false))
        .containsExactly("No injected pod of deployment/edge in namespace shop.");
    assertThat(Table.of(new Seen().facts(), Seen.EVERYWHERE, false))
        .containsExactly("No injected pod in all namespaces.");
  }

  @Test
  void showsTheNewestOfManyThatAreGoneAndCountsThemAll() {
    Seen seen = new Seen();
    for (int pod = 1; pod <= 50; pod++) {
      seen.left("edge-" + pod, Duration.ofSeconds(pod), CLEAN);
    }

    assertThat(Table.of(seen.facts(), Seen.SHOP, false))
        .hasSize(12)
        .last()
        .isEqualTo("50 gone (50 clean)");
  }

  @ParameterizedTest
  @CsvSource({
    "PT-1S, 0s",
    "PT0.9S, 0s",
    "PT59S, 59s",
    "PT2M, 2m",
    "PT2M5S, 2m5s",
    "PT3H10M59S, 3h10m",
    "PT48H, 48h"
  })
  void writesTimesAsKubectlDoes(Duration time, String text) {
    assertThat(Table.time(time)).isEqualTo(text);
  }
}
