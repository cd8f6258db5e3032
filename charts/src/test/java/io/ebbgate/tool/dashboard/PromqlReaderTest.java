package io.ebbgate.tool.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.dashboard.PromqlReader.Selector;
import io.ebbgate.tool.dashboard.PromqlReader.Selector.Matcher;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromqlReaderTest {
  @Test
  void readsMetricMatchersRangeAndTheFunctionAroundThem() {
    assertThat(
            PromqlReader.selectors(
                "sum by (a, b) (rate(m_total{x=\"1\",y=~\"$y(-.+)?\"}[5m])) > 0"))
        .containsExactly(
            new Selector(
                "m_total",
                List.of(new Matcher("x", "=", "1"), new Matcher("y", "=~", "$y(-.+)?")),
                "5m",
                "rate"));
  }

  @Test
  void ignoresLabelsFunctionsAndKeywords() {
    String query =
        "0 * max(a) or topk(10, b) and on (job, instance) c unless ignoring (le) d offset $__range"
            + " - time()";

    assertThat(PromqlReader.selectors(query))
        .map(Selector::metric)
        .containsExactly("a", "b", "c", "d");
  }

  @Test
  void findsMetricsInNameMatchers() {
    assertThat(
            PromqlReader.selectors("label_values({__name__=~\"a|b\",job=~\"$job\"}, up)")
                .getFirst())
        .satisfies(selector -> assertThat(selector.metrics()).isEqualTo(Set.of("a", "b")));
  }

  @Test
  void ignoresSyntaxInStrings() {
    assertThat(PromqlReader.selectors("a{b=\"c{d} \\\"e\\\" (\"}"))
        .containsExactly(
            new Selector("a", List.of(new Matcher("b", "=", "c{d} \\\"e\\\" (")), "", ""));
  }
}
