package io.ebbgate.tool.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kubelet's crash back-off in numbers. */
class BackOffTest {
  @ParameterizedTest(name = "after {0} restarts {1} s")
  @CsvSource({"0,0", "1,10", "2,20", "3,40", "4,80", "5,160", "6,300", "7,300", "100000,300"})
  void doublesFromTenSecondsToFiveMinutes(int restarts, long seconds) {
    assertThat(BackOff.KUBELET.after(restarts)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest(name = "after {0}: {1}")
  @CsvSource({"PT5M,false", "PT10M,false", "PT10M1S,true", "PT24H,true"})
  void forgivesAContainerThatRanForMoreThanTenMinutes(Duration ran, boolean forgiven) {
    assertThat(BackOff.KUBELET.forgives(ran)).isEqualTo(forgiven);
  }
}
