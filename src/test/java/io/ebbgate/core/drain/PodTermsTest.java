package io.ebbgate.core.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Env;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodTermsTest {
  @Test
  void takesAGraceThatIsLongerThanAnyDrainForADay() {
    SettingReader reader = new SettingReader(Map.of(Env.GRACE_PERIOD, "48h"));
    assertThat(PodTerms.read(reader).grace()).isEqualTo(Duration.ofHours(24));
    assertThat(reader.problems()).isEmpty();
  }
}
