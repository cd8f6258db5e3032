package io.ebbgate.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Annotations;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys of a pod that were chosen for their hash: {@code Aa} and {@code BB} have the same. */
class PodFactsTest {
  private static final int BITS = 17;

  private static Map<String, String> withOneHash() {
    Map<String, String> texts = new TreeMap<>();
    for (int i = 0; i < 1 << BITS; i++) {
      StringBuilder key = new StringBuilder(Annotations.PREFIX);
      for (int bit = 0; bit < BITS; bit++) {
        key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      texts.put(key.toString(), "x");
    }
    return texts;
  }

  /** A table that looks at each key of the same hash would need an hour. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void holdAnyNumberOfLabelsWithTheSameHash() {
    PodExample example = new PodExample();
    example.labels.putAll(withOneHash());

    assertThat(example.facts().labels()).hasSize(1 << BITS);
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void areReadForSettingsWithAnyNumberOfAnnotationsWithTheSameHash() {
    SettingReader reader = new SettingReader(withOneHash());

    assertThat(reader.text(Annotations.PREFIX + "Aa".repeat(BITS), "")).isEqualTo("x");
  }
}
