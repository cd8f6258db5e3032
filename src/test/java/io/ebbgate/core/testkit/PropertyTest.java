package io.ebbgate.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PropertyTest {
  @Test
  void namesTheSeedThatFailed() {
    assertThatThrownBy(
            () -> Property.holds(500, random -> assertThat(random.nextInt(10)).isLessThan(9)))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("(?s)fails with -Debbgate.seed=-?\\d+: .*");
  }

  @Test
  void choosesAmongTheChoicesOnly() {
    List<String> choices = List.of("one", "two");

    Property.holds(50, random -> assertThat(choices).contains(Property.oneOf(random, choices)));
  }
}
