package io.ebbgate.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class InjectionGapTest {
  @ParameterizedTest
  @EnumSource(names = {"INJECTED", "REPAIRED", "SLEEP_ADDED", "ENV_SET"})
  void isAPodThatWouldBeChangedNow(Reason reason) {
    assertThat(InjectionGap.reasonOf(reason)).contains("not_reviewed");
  }

  @ParameterizedTest
  @EnumSource(names = {"HOOK_KEPT", "BAD_SETTING", "MODE_REPORT", "SELF_CHECK_FAILED"})
  void isAGatewayThatHadToBeLeftAlone(Reason reason) {
    assertThat(InjectionGap.reasonOf(reason)).contains(reason.wireName());
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_PROFILE", "OPTED_OUT", "MODE_OFF", "ALREADY_INJECTED"})
  void isNoneWhereNothingIsMissing(Reason reason) {
    assertThat(InjectionGap.reasonOf(reason)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL)
  void isSaidOfEveryPodThatWouldBeChanged(Reason reason) {
    assertThat(InjectionGap.reasonOf(reason).filter(InjectionGap.NOT_REVIEWED::equals).isPresent())
        .isEqualTo(reason.changes());
  }
}
