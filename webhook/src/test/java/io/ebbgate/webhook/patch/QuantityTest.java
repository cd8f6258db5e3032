package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.ebbgate.core.testkit.Allocation;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "'\"1\"', 1",
    "0.5, 0.5",
    "'\".5\"', 0.5",
    "'\"5.\"', 5",
    "100m, 0.1",
    "1u, 0.000001",
    "1n, 0.000000001",
    "2k, 2000",
    "1M, 1000000",
    "1G, 1000000000",
    "1T, 1e12",
    "1P, 1e15",
    "1E, 1e18",
    "1Ki, 1024",
    "64Mi, 67108864",
    "1.5Gi, 1610612736",
    "1Ti, 1099511627776",
    "'\"1e3\"', 1000",
    "'\"12E6\"', 12000000",
    "'\"1e-3\"', 0.001",
    "'\"+1\"', 1",
    "-1, -1"
  })
  void isReadAsKubernetesReadsIt(String text, BigDecimal amount) {
    assertThat(Quantity.of(Pods.node(text))).get().matches(each -> each.compareTo(amount) == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"''", "null", "{}", "[]", "abc", "m", "1x", "1mi", "1 Mi", "1KiB", "1e3m", "--1"})
  void isNoneWhereItIsWrittenOtherwise(String text) {
    assertThat(Quantity.of(Pods.node(text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10000000000000000000000000000000000000000",
        "1.000000000000000000000000000",
        "1e123",
        "1e",
        "1E+",
        ".",
        "-",
        "+.",
        "1.e",
        "1..2",
        "1.2.3",
        "Ki",
        "1\u0661"
      })
  void isNoneWithMoreDigitsThanAnyAmountHas(String text) {
    assertThat(Quantity.of(TextNode.valueOf(text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "1%s", "1.%s", "%sm", "-%s", "1e%s"})
  void allocatesNothingForALongText(String form) {
    TextNode few = TextNode.valueOf(form.formatted("1".repeat(100_000)));
    TextNode twice = TextNode.valueOf(form.formatted("1".repeat(200_000)));

    assertThat(Quantity.of(twice)).isEmpty();
    assertThat(Allocation.bytes(() -> Quantity.of(twice)))
        .isLessThanOrEqualTo(Allocation.bytes(() -> Quantity.of(few)) + 1024);
  }

  @ParameterizedTest
  @CsvSource({
    "1, '\"1\"', true", "1000m, 1, true", "1Gi, 1024Mi, true", "1Gi, 1073741824, true",
    "1G, 1Gi, false", "500m, 0.5, true", "1, 2, false", "abc, abc, false"
  })
  void isTheSameHoweverItIsWritten(String one, String other, boolean same) {
    assertThat(Quantity.same(Pods.node(one), Pods.node(other))).isEqualTo(same);
  }
}
