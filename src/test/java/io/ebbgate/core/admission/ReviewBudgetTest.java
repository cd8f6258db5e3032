package io.ebbgate.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebbgate.core.testkit.ManualTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewBudgetTest {
  /** Near the largest number the sum overflows, as nanoTime may. */
  @ParameterizedTest
  @ValueSource(longs = {0, -5, Long.MAX_VALUE - 5})
  void isUsedUpWhenItsTimeHasPassed(long start) {
    ManualTicker ticker = new ManualTicker(start);
    ReviewBudget budget =
        ReviewBudget.until(ticker, ticker.nanos() + Duration.ofSeconds(1).toNanos());

    ticker.advance(Duration.ofSeconds(1));
    assertThatCode(budget::check).doesNotThrowAnyException();
    ticker.advance(Duration.ofNanos(1));

    assertThat(budget.isUsedUp()).isTrue();
    assertThatExceptionOfType(ReviewBudget.OutOfTimeException.class).isThrownBy(budget::check);
  }

  @Test
  void isNeverUsedUpWithoutALimit() {
    assertThatCode(() -> ReviewBudget.unlimited().check()).doesNotThrowAnyException();
  }
}
