package io.ebbgate.sidecar.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTextTest {
  @Test
  void readsParametersAsFormsWriteThem() {
    assertThat(QueryText.parse("")).hasValue(Map.of());
    assertThat(QueryText.parse("peers=10.0.0.0%2F8&keep=5s&dry-run"))
        .hasValue(Map.of("peers", "10.0.0.0/8", "keep", "5s", "dry-run", ""));
    assertThat(QueryText.parse("a=b+c%2B")).hasValue(Map.of("a", "b c+"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%", "a=%4", "%zz=1", "a=1&a=2", "a=1&&=2"})
  void refusesWhatCanBeReadInTwoWaysOrNone(String query) {
    assertThat(QueryText.parse(query)).isEmpty();
  }

  @Test
  void aPlusInAPathIsAPlus() {
    assertThat(QueryText.decoded("a+b%2Fc%20d")).hasValue("a+b/c d");
    assertThat(QueryText.decoded("100%")).isEmpty();
  }
}
