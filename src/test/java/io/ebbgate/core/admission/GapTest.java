package io.ebbgate.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class GapTest {
  @ParameterizedTest
  @EnumSource(names = {"INJECTED", "REPAIRED", "SLEEP_ADDED", "ENV_SET"})
  void isAPodThatWouldBeChangedNow(Reason reason) {
    assertThat(Gap.word(reason)).contains("not_reviewed");
  }

  @ParameterizedTest
  @EnumSource(names = {"HOOK_KEPT", "BAD_SETTING", "MODE_REPORT", "SELF_CHECK_FAILED"})
  void isAGatewayThatHadToBeLeftAlone(Reason reason) {
    assertThat(Gap.word(reason)).contains(reason.word());
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_PROFILE", "OPTED_OUT", "MODE_OFF", "ALREADY_INJECTED"})
  void isNoneWhereNothingIsMissing(Reason reason) {
    assertThat(Gap.word(reason)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL)
  void isSaidOfEveryPodThatWouldBeChanged(Reason reason) {
    assertThat(Gap.word(reason).filter(Gap.NOT_REVIEWED::equals).isPresent())
        .isEqualTo(reason.changes());
  }
}
