package io.ebbgate.tool.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WriterRowsTest {
  private final WriterRows writer = new WriterRows(7);

  /** Else a client would seem to write on the new primary before its connection has ended. */
  @Test
  void anAnswerThatIsReadLateIsNotTheFirstRowAfterThePromotion() {
    writer.acknowledged(5, 10, 12);
    assertThat(writer.first()).isZero();

    writer.ended(20);
    writer.ended(25);
    writer.acknowledged(30, 10, 31);
    writer.acknowledged(40, 10, 41);

    assertThat(writer.end()).isEqualTo(20);
    assertThat(writer.first()).isEqualTo(31);
    assertThat(writer.wrote()).isEqualTo(41);
    assertThat(writer.count()).isEqualTo(3);
  }

  @Test
  void nothingIsTheFirstBeforeAPromotion() {
    writer.acknowledged(5, Long.MAX_VALUE, 6);

    assertThat(writer.first()).isZero();
  }

  @Test
  void beginsAnewWithItsRows() {
    writer.ended(3);
    writer.acknowledged(5, 4, 6);

    writer.begin();

    assertThat(writer.end()).isZero();
    assertThat(writer.first()).isZero();
    assertThat(writer.count()).isEqualTo(1);
  }
}
