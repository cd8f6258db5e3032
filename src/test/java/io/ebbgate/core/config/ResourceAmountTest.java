package io.ebbgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceAmountTest {
  @ParameterizedTest
  @CsvSource({"50m, 50", "1, 1000", "0.5, 500", "1.25, 1250", "0.001, 1", "999999999m, 999999999"})
  void readsProcessors(String text, long thousandths) {
    assertThat(ResourceAmount.cpu(text)).isEqualTo(Optional.of(thousandths));
  }

  @ParameterizedTest
  @CsvSource({
    "64Mi, 67108864",
    "1Gi, 1073741824",
    "64M, 64000000",
    "2Ki, 2048",
    "3k, 3000",
    "7, 7"
  })
  void readsBytes(String text, long bytes) {
    assertThat(ResourceAmount.bytes(text)).isEqualTo(Optional.of(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "0m",
        "m",
        "-1",
        "+1",
        "1.",
        ".5",
        "1.2345",
        "0.5m",
        "1e3",
        "1 ",
        "9999999999",
        "\u0661"
      })
  void refusesWhatIsNoAmountOfProcessors(String text) {
    assertThat(ResourceAmount.cpu(text)).isEmpty();
  }

  /** A small m is a thousandth of a byte to Kubernetes. */
  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "0Mi", "64m", "64mi", "64MB", "Mi", "1.5Gi", "-1", "1Ei", "9999999999"})
  void refusesWhatIsNoAmountOfBytes(String text) {
    assertThat(ResourceAmount.bytes(text)).isEmpty();
  }
}
