package io.ebbgate.core.termination;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeTextTest {
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"KILLED", "LOST"})
  void isReadAsTheNoticeWroteIt(Outcome outcome) {
    DrainEvent notice = DrainEvent.of(new Termination.Told(Words.of(outcome))).orElseThrow();

    NoticeText said = NoticeText.read(notice.note()).orElseThrow();

    assertThat(said.outcome()).isEqualTo(outcome);
    assertThat(said.hold()).contains(Duration.ofMillis(6_700));
    assertThat(said.budget()).contains(Duration.ofSeconds(60));
    assertThat(said.connections()).isEqualTo(Count.of(3));
    assertThat(said.requests()).isInstanceOf(Count.Unknown.class);
  }

  @Test
  void knowsNothingOfAPodThatLeftWithoutAWord() {
    DrainEvent notice = DrainEvent.of(new Termination.Lost(false)).orElseThrow();

    NoticeText said = NoticeText.read(notice.note()).orElseThrow();

    assertThat(said.outcome()).isEqualTo(Outcome.LOST);
    assertThat(said.hold()).isEmpty();
    assertThat(said.connections()).isInstanceOf(Count.Unknown.class);
    assertThat(said.requests()).isInstanceOf(Count.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "clean",
        "Stopping container envoy",
        "splendid. Nothing was left.",
        "clean: held 6.7 s of 60.0 s. Nothing was left.",
        "clean: held 6.7 s of 60.0 s, 99999999999999999999 connections and 0 requests left. No.",
        "clean: held 99999999999.0 s of 60.0 s, 0 connections and 0 requests left. Nothing."
      })
  void isNotWhatOthersWrite(String note) {
    assertThat(NoticeText.read(note)).isEmpty();
  }
}
