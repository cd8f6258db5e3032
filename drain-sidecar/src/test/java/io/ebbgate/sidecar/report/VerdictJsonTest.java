package io.ebbgate.sidecar.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.CountSource;
import io.ebbgate.core.verdict.DrainRecord;
import io.ebbgate.core.verdict.DrainRecord.AdminUse;
import io.ebbgate.core.verdict.DrainRecord.EnvoyPlan;
import io.ebbgate.core.verdict.DrainRecord.Remaining;
import io.ebbgate.core.verdict.DrainRecord.Timing;
import io.ebbgate.core.verdict.PhaseTime;
import io.ebbgate.core.verdict.Trigger;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.core.verdict.VerdictFields;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictJsonTest {
  @Test
  void tellsEverythingUnderItsContractName() {
    assertThat(VerdictJson.text(verdict(List.of("A note."), false)))
        .isEqualTo(
            """
            {"verdict":"lingered","provisional":false,"trigger":"deletion",\
            "startedAt":"2026-11-21T08:00:00Z","holdSeconds":12.346,"budgetSeconds":60.000,\
            "connections":{"start":7,"end":2},"requests":{"start":3,"end":null},"countedBy":"statistics",\
            "adminCalls":50,"adminFailures":1,\
            "phases":{"announcing":8.000,"unreachable":1.500},\
            "actions":["announce","stop_listeners"],"shrunk":["idle-linger"],\
            "envoy":"1.40.0","plan":"announce, 0 listeners, Envoy 1.40.0","notes":["A note."]}\
            """);
  }

  @Test
  void tellsOfNoDrainInTheSameWords() {
    assertThat(VerdictJson.text(Verdict.withoutDrain(Outcome.NOT_ASKED)))
        .isEqualTo("{\"verdict\":\"not_asked\",\"provisional\":false}");
  }

  @Test
  void fitsATerminationMessageWhateverTheNotesAre() throws Exception {
    String text =
        VerdictJson.textWithin(
            verdict(Collections.nCopies(50, "Ein Satz, länger."), true), VerdictFields.LIMIT);

    assertThat(text.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(VerdictFields.LIMIT);
    assertThat(text).contains("\"verdict\":\"lingered\"", "\"plan\"").doesNotContain("Satz");
    readWhole(text);
  }

  @Test
  void keepsTheNotesWhereThereIsRoom() {
    assertThat(VerdictJson.textWithin(verdict(List.of("A note."), true), VerdictFields.LIMIT))
        .contains("A note.");
  }

  private static void readWhole(String text) throws Exception {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      while (parser.nextToken() != null) {
        parser.skipChildren();
      }
    }
  }

  static Verdict verdict(List<String> notes, boolean provisional) {
    return new Verdict(
        Outcome.LINGERED,
        provisional,
        Optional.of(
            new DrainRecord(
                Trigger.DELETION,
                new Timing(
                    Instant.parse("2026-11-21T08:00:00Z"),
                    Duration.ofNanos(12_345_678_901L),
                    Duration.ofSeconds(60),
                    List.of(
                        new PhaseTime("announcing", Duration.ofSeconds(8)),
                        new PhaseTime("unreachable", Duration.ofMillis(1500)))),
                new Remaining(Count.of(7), Count.of(2)),
                new Remaining(Count.of(3), Count.unknown("not reported")),
                CountSource.STATISTICS,
                new AdminUse(50, 1, List.of("announce", "stop_listeners")),
                List.of("idle-linger"),
                new EnvoyPlan(
                    Optional.of("1.40.0"), "announce, 0 listeners, Envoy 1.40.0", notes))));
  }
}
