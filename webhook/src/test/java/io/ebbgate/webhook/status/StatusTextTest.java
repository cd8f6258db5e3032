package io.ebbgate.webhook.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.webhook.status.Answer.Said;
import io.ebbgate.webhook.status.Answer.Silence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTextTest {
  @Test
  void isAPhaseAndADrainWhereThereIsOne() {
    assertThat(StatusText.read("{\"phase\":\"serving\"}"))
        .isInstanceOfSatisfying(Said.class, said -> assertThat(said.verdict()).isEmpty());
    assertThat(Seen.draining("waiting", "1", "1", 1))
        .isInstanceOfSatisfying(
            Said.class, said -> assertThat(said.verdict().orElseThrow().provisional()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "{}",
        "{\"phase\":null}",
        "{\"phase\":\"dancing\"}",
        "{\"phase\":\"\u001b[2J\"}",
        "{\"phase\":\"serving\""
      })
  void isNotWhatElseAPodMaySay(String text) {
    assertThat(StatusText.read(text)).isEqualTo(Answer.silent(Silence.UNREADABLE));
  }
}
