package io.ebbgate.webhook.status;

import static io.ebbgate.webhook.status.TestSnapshot.draining;
import static io.ebbgate.webhook.status.TestSnapshot.pod;
import static io.ebbgate.webhook.status.TestSnapshot.released;
import static io.ebbgate.webhook.status.TestSnapshot.serving;
import static io.ebbgate.webhook.status.TestSnapshot.status;
import static io.ebbgate.webhook.status.TestSnapshot.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.webhook.status.GatewayPod.Sidecar;
import io.ebbgate.webhook.status.PodRow.State;
import io.ebbgate.webhook.status.SidecarStatus.Cause;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodRowTest {
  @ParameterizedTest
  @ValueSource(strings = {"announcing", "waiting", "closing", "unreachable"})
  void showsTheProgressOfARunningDrain(String phase) {
    PodRow row = row(new TestSnapshot().terminating("edge-1", draining(phase, "14", "3", 19)));

    assertThat(row.state()).isEqualTo(State.DRAINING);
    assertThat(row.phase()).isEqualTo(phase);
    assertThat(row.connections()).isEqualTo(Count.of(14));
    assertThat(row.requests()).isEqualTo(Count.of(3));
    assertThat(row.hold()).contains(Duration.ofSeconds(19));
    assertThat(row.remaining()).contains(Duration.ofSeconds(41));
    assertThat(row.verdict()).as("a provisional verdict").isEmpty();
  }

  @Test
  void keepsUnknownCountsUnknown() {
    PodRow row =
        row(new TestSnapshot().terminating("edge-1", draining("waiting", "null", "null", 19)));

    assertThat(row.connections()).isInstanceOf(Count.Unknown.class);
    assertThat(row.requests()).isInstanceOf(Count.Unknown.class);
  }

  @Test
  void hasNoTimeRemainingInAnOverdueDrain() {
    PodRow row = row(new TestSnapshot().terminating("edge-1", draining("closing", "1", "1", 60.2)));

    assertThat(row.remaining()).contains(Duration.ZERO);
  }

  @Test
  void showsTheVerdictOfAFinishedDrain() {
    PodRow row = row(new TestSnapshot().terminating("edge-1", released("lingered")));

    assertThat(row.state()).isEqualTo(State.RELEASED);
    assertThat(row.verdict()).contains(Outcome.LINGERED);
    assertThat(row.connections()).isEqualTo(Count.of(2));
    assertThat(row.remaining()).isEmpty();
  }

  @Test
  void keepsTheVerdictOfARestartButNotItsNumbers() {
    String after = status(PhaseNames.SERVING, false, "restart", "2", "0", 6.7);
    PodRow row = row(new TestSnapshot().running("edge-1", SidecarClient.read(after)));

    assertThat(row.state()).isEqualTo(State.SERVING);
    assertThat(row.verdict()).contains(Outcome.RESTART);
    assertThat(row.connections()).isInstanceOf(Count.Unknown.class);
    assertThat(row.hold()).isEmpty();
  }

  @Test
  void showsTheTerminationMessageOfAnEndedSidecar() {
    PodRow whole =
        row(new TestSnapshot().ended("edge-1", status("", false, "clean", "0", "0", 6.7)));
    PodRow cut = row(new TestSnapshot().ended("edge-1", status("", true, "forced", "9", "2", 3)));
    PodRow none = row(new TestSnapshot().ended("edge-1", "Segmentation fault"));

    assertThat(whole.verdict()).contains(Outcome.CLEAN);
    assertThat(cut.verdict()).contains(Outcome.KILLED);
    assertThat(none.verdict()).isEmpty();
    assertThat(none.connections()).isInstanceOf(Count.Unknown.class);
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void showsWhyAPodHasNoStatus(Cause why) {
    PodRow row = row(new TestSnapshot().terminating("edge-1", SidecarStatus.unknown(why)));

    assertThat(row.state()).isEqualTo(State.UNKNOWN);
    assertThat(row.phase()).isEqualTo(why.wireName());
    assertThat(row.connections()).isInstanceOf(Count.Unknown.class);
  }

  @Test
  void showsAnExistingPodNotAsDeleted() {
    StatusSnapshot snapshot =
        new TestSnapshot()
            .terminating("edge-1", released("clean"))
            .deleted("edge-1", Duration.ZERO, verdict("clean", "0"))
            .deleted("edge-2", Duration.ZERO, verdict("clean", "0"))
            .build();

    assertThat(snapshot.deletedRows())
        .extracting(row -> row.pod().name())
        .containsExactly("edge-2");
  }

  @ParameterizedTest
  @CsvSource({
    "false, RUNNING, false",
    "true, RUNNING, true",
    "false, NOT_RUNNING, false",
  })
  void isNotableIfThePodTerminates(boolean terminating, Sidecar sidecar, boolean notable) {
    assertThat(PodRow.of(pod("a", terminating, sidecar), serving()).isNotable()).isEqualTo(notable);
  }

  @Test
  void isNotableIfItsStatusIsUnknown() {
    SidecarStatus unknown = SidecarStatus.unknown(Cause.NO_ANSWER);

    assertThat(PodRow.of(pod("a", false, Sidecar.RUNNING), unknown).isNotable()).isTrue();
  }

  private static PodRow row(TestSnapshot snapshot) {
    return snapshot.build().rows().getFirst();
  }
}
