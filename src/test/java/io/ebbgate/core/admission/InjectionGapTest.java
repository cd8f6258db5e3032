package io.ebbgate.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class InjectionGapTest {
  @ParameterizedTest
  @CsvSource({
    "INJECTED, not_reviewed",
    "REPAIRED, not_reviewed",
    "PROBE_REMOVED, not_reviewed",
    "SLEEP_ADDED, not_reviewed",
    "ENV_SET, not_reviewed",
    "HOOK_KEPT, hook_kept",
    "BAD_SETTING, bad_setting",
    "MODE_REPORT, mode_report",
    "OUT_OF_TIME, out_of_time",
    "SELF_CHECK_FAILED, self_check_failed",
    "NO_PROFILE,",
    "OPTED_OUT,",
    "MODE_OFF,",
    "ALREADY_INJECTED,"
  })
  void isWhatAReviewSaysOfAGatewayWithoutADrain(Reason reason, @Nullable String gap) {
    assertThat(InjectionGap.reasonOf(reason)).isEqualTo(Optional.ofNullable(gap));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL)
  void isSaidOfEveryPodThatWouldBeChanged(Reason reason) {
    assertThat(InjectionGap.reasonOf(reason).filter(InjectionGap.NOT_REVIEWED::equals).isPresent())
        .isEqualTo(reason.changes());
  }
}
