package io.ebbgate.core.testkit;

import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Checks a rule against many seeded inputs. A failure names the seed; {@code -Debbgate.seed=N} runs
 * that one input alone.
 */
public final class Property {
  private static final String SEED = "ebbgate.seed";

  private Property() {}

  /** Runs the rule that many times, each with a generator of its own; seeds differ between runs. */
  public static void holds(int times, Consumer<RandomGenerator> rule) {
    holds(times, RandomGenerator.getDefault(), rule);
  }

  /** The same with the seeds that this generator makes. */
  static void holds(int times, RandomGenerator seeds, Consumer<RandomGenerator> rule) {
    Long only = Long.getLong(SEED);
    if (only != null) {
      check(only, rule);
      return;
    }
    for (int i = 0; i < times; i++) {
      check(seeds.nextLong(), rule);
    }
  }

  /** One of the choices, each as likely. */
  public static <T> T oneOf(RandomGenerator random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  static RandomGenerator generator(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  private static void check(long seed, Consumer<RandomGenerator> rule) {
    try {
      rule.accept(generator(seed));
    } catch (AssertionError | RuntimeException failure) {
      throw new AssertionError(
          "fails with -D" + SEED + "=" + seed + ": " + failure.getMessage(), failure);
    }
  }
}
