package io.ebbgate.tool.demo;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.webhook.load.LoadPlan;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The options of the demo: {@code -Ddemo.rate} and {@code -Ddemo.seconds}.
 *
 * @param rate requests a second
 * @param length of the load in each run, which includes the rolling restart
 */
record DemoOptions(int rate, Duration length) {
  static final String RATE = "demo.rate";
  static final String SECONDS = "demo.seconds";

  private static final int HIGHEST_RATE = 5_000;
  private static final int SHORTEST = 30;
  private static final int LONGEST = 600;
  private static final DemoOptions DEFAULTS = new DemoOptions(600, Duration.ofSeconds(36));

  /** Reads the properties; every mistake is reported at once. */
  static DemoOptions read(Map<String, String> properties) throws ConfigException {
    SettingReader reader = new SettingReader(properties);
    int rate = number(reader, RATE, DEFAULTS.rate, LoadPlan.LEAST_RATE, HIGHEST_RATE);
    int seconds = number(reader, SECONDS, (int) DEFAULTS.length.toSeconds(), SHORTEST, LONGEST);
    reader.finish();
    return new DemoOptions(rate, Duration.ofSeconds(seconds));
  }

  /** Whether both have their defaults, for which an amount of load is checked. */
  boolean defaults() {
    return equals(DEFAULTS);
  }

  private static int number(SettingReader reader, String name, int fallback, int low, int high) {
    return reader.value(
        name,
        Integer.toString(fallback),
        "a whole number from " + low + " to " + high,
        text -> whole(text).filter(value -> value >= low && value <= high));
  }

  private static Optional<Integer> whole(String text) {
    try {
      return Optional.of(Integer.valueOf(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }
}
