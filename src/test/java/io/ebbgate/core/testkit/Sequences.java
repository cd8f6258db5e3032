package io.ebbgate.core.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Checks a rule against many seeded sequences of commands. A failure names the seed and the
 * shortest sequence found that fails too: first the shortest prefix, then without each command that
 * makes no difference.
 */
public final class Sequences {
  private static final String SEEDS = "seeds";

  private Sequences() {}

  /**
   * Runs the rule against that many sequences, always the same, or against as many others as {@code
   * -Dseeds} says.
   *
   * @param commands makes a sequence of a generator
   * @param rule carries out a sequence from the beginning, and fails where it has to
   */
  public static <C> void hold(
      int times, Function<RandomGenerator, List<C>> commands, Consumer<List<C>> rule) {
    Integer others = Integer.getInteger(SEEDS);
    Property.holds(
        others == null ? times : others,
        others == null ? Property.generator(times) : RandomGenerator.getDefault(),
        random -> {
          List<C> all = commands.apply(random);
          failure(all, rule)
              .ifPresent(first -> {
                List<C> least = shrunk(all, rule);
                // A failure that does not come again is shown as it was.
                Throwable cause = failure(least, rule).orElse(first);
                throw new AssertionError(
                    "after\n  %s\n%s".formatted(lines(least), cause.getMessage()), cause);
              });
        });
  }

  private static <C> String lines(List<C> commands) {
    return String.join("\n  ", commands.stream().map(Object::toString).toList());
  }

  private static <C> List<C> shrunk(List<C> failing, Consumer<List<C>> rule) {
    List<C> least = failing;
    for (int length = 0; length < failing.size(); length++) {
      if (failure(failing.subList(0, length), rule).isPresent()) {
        least = failing.subList(0, length);
        break;
      }
    }
    for (int i = least.size() - 1; i >= 0; i--) {
      List<C> without = new ArrayList<>(least);
      without.remove(i);
      if (failure(without, rule).isPresent()) {
        least = without;
      }
    }
    return List.copyOf(least);
  }

  private static <C> Optional<Throwable> failure(List<C> commands, Consumer<List<C>> rule) {
    try {
      rule.accept(List.copyOf(commands));
      return Optional.empty();
    } catch (AssertionError | RuntimeException e) {
      return Optional.of(e);
    }
  }
}
