package io.ebbgate.webhook.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.webhook.status.Answer.Silence;
import io.ebbgate.webhook.status.GatewayPod.Sidecar;
import io.ebbgate.webhook.status.Row.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowsTest {
  @ParameterizedTest
  @ValueSource(strings = {"announcing", "waiting", "closing", "unreachable"})
  void tellWhatIsLeftOfADrainThatRuns(String phase) {
    Row row = row(new Seen().leaves("edge-1", Seen.draining(phase, "14", "3", 19)));

    assertThat(row.state()).isEqualTo(State.DRAINING);
    assertThat(row.phase()).isEqualTo(phase);
    assertThat(row.connections()).isEqualTo(Count.of(14));
    assertThat(row.requests()).isEqualTo(Count.of(3));
    assertThat(row.held()).contains(Duration.ofSeconds(19));
    assertThat(row.left()).contains(Duration.ofSeconds(41));
    assertThat(row.verdict()).as("a provisional one is none").isEmpty();
  }

  @Test
  void leaveUnknownWhatEnvoyDidNotTell() {
    Row row = row(new Seen().leaves("edge-1", Seen.draining("waiting", "null", "null", 19)));

    assertThat(row.connections()).isInstanceOf(Count.Unknown.class);
    assertThat(row.requests()).isInstanceOf(Count.Unknown.class);
  }

  @Test
  void haveNoTimeLeftForADrainThatIsLate() {
    Row row = row(new Seen().leaves("edge-1", Seen.draining("closing", "1", "1", 60.2)));

    assertThat(row.left()).contains(Duration.ZERO);
  }

  @Test
  void giveTheVerdictOfADrainThatIsOver() {
    Row row = row(new Seen().leaves("edge-1", Seen.released("lingered")));

    assertThat(row.state()).isEqualTo(State.RELEASED);
    assertThat(row.verdict()).contains(Outcome.LINGERED);
    assertThat(row.connections()).isEqualTo(Count.of(2));
    assertThat(row.left()).isEmpty();
  }

  @Test
  void keepTheVerdictOfARestartButNotItsNumbers() {
    String after = Seen.status(PhaseNames.SERVING, false, "restart", "2", "0", 6.7);
    Row row = row(new Seen().stays("edge-1", StatusText.read(after)));

    assertThat(row.state()).isEqualTo(State.SERVING);
    assertThat(row.verdict()).contains(Outcome.RESTART);
    assertThat(row.connections()).isInstanceOf(Count.Unknown.class);
    assertThat(row.held()).isEmpty();
  }

  @Test
  void giveWhatASidecarLeftThatHasEnded() {
    Row whole = row(new Seen().ended("edge-1", Seen.status("", false, "clean", "0", "0", 6.7)));
    Row cut = row(new Seen().ended("edge-1", Seen.status("", true, "forced", "9", "2", 3)));
    Row none = row(new Seen().ended("edge-1", "Segmentation fault"));

    assertThat(whole.verdict()).contains(Outcome.CLEAN);
    assertThat(cut.verdict()).contains(Outcome.KILLED);
    assertThat(none.verdict()).isEmpty();
    assertThat(none.connections()).isInstanceOf(Count.Unknown.class);
  }

  @ParameterizedTest
  @EnumSource(Silence.class)
  void sayWhyAPodHasNoStatus(Silence why) {
    Row row = row(new Seen().leaves("edge-1", Answer.silent(why)));

    assertThat(row.state()).isEqualTo(State.UNKNOWN);
    assertThat(row.phase()).isEqualTo(why.wireName());
    assertThat(row.connections()).isInstanceOf(Count.Unknown.class);
  }

  @Test
  void doNotShowAsGoneWhoIsStillThere() {
    Facts facts =
        new Seen()
            .leaves("edge-1", Seen.released("clean"))
            .left("edge-1", Duration.ZERO, Seen.verdict("clean", "0"))
            .left("edge-2", Duration.ZERO, Seen.verdict("clean", "0"))
            .facts();

    assertThat(Rows.gone(facts)).extracting(row -> row.pod().name()).containsExactly("edge-2");
  }

  @Test
  void areOfInterestWhereSomebodyLeavesOrNobodyKnows() {
    assertThat(Row.of(Seen.pod("a", false, Sidecar.RUNNING), Seen.serving()).telling()).isFalse();
    assertThat(Row.of(Seen.pod("a", true, Sidecar.RUNNING), Seen.serving()).telling()).isTrue();
    assertThat(Row.of(Seen.pod("a", false, Sidecar.NOT_RUNNING), Seen.serving()).telling())
        .isFalse();
    assertThat(
            Row.of(Seen.pod("a", false, Sidecar.RUNNING), Answer.silent(Silence.NO_ANSWER))
                .telling())
        .isTrue();
  }

  private static Row row(Seen seen) {
    return Rows.there(seen.facts()).getFirst();
  }
}
