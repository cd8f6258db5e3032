package io.ebbgate.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

class SequencesTest {
  private static final List<Integer> COMMANDS = List.of(5, 3, 9, 1, 7, 2);

  @Test
  void namesTheShortestSequenceThatFails() {
    assertThatThrownBy(() -> Sequences.hold(1, _ -> COMMANDS, SequencesTest::noSevenAfterThree))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("after\n  3\n  7\n")
        .hasMessageContaining("a seven came");
  }

  @Test
  void runsEachSequenceOnceWhereTheRuleHolds() {
    int[] runs = {0};
    Sequences.hold(4, _ -> COMMANDS, _ -> runs[0]++);

    assertThat(runs[0]).isEqualTo(Integer.getInteger("seeds", 4));
  }

  @Test
  @DisabledIfSystemProperty(named = "seeds", matches = ".*")
  @DisabledIfSystemProperty(named = "ebbgate.seed", matches = ".*")
  void runsTheSameSequencesAgain() {
    assertThat(made()).isEqualTo(made());
  }

  private static List<List<Integer>> made() {
    List<List<Integer>> made = new ArrayList<>();
    Sequences.hold(4, random -> List.of(random.nextInt()), made::add);
    return made;
  }

  private static void noSevenAfterThree(List<Integer> commands) {
    int three = commands.indexOf(3);
    assertThat(three >= 0 && commands.lastIndexOf(7) > three).as("a seven came").isFalse();
  }
}
